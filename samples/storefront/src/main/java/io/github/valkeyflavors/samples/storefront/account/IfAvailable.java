package io.github.valkeyflavors.samples.storefront.account;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a nullable {@link Customer} parameter of a page that only greets the customer: while
 * the server of the sessions is away the page is shown as to a stranger.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface IfAvailable {

}
