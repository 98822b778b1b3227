package io.github.valkeyflavors.queue;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a bean method that performs the jobs of one type.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Job {

	/**
	 * The job type: the {@code class} field of the payload.
	 * @return the job type
	 */
	String value();

	/**
	 * The queue that jobs of this type are pushed to.
	 * @return the queue name
	 */
	String queue() default "default";

}
