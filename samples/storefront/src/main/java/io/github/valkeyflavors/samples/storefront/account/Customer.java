package io.github.valkeyflavors.samples.storefront.account;

/**
 * Who is logged in. As a parameter of a controller method it is read from the session;
 * without one it is {@code null} where the parameter allows that, and otherwise the
 * request is answered with 401.
 *
 * @param name the name given at login
 * @since 0.1.0
 */
public record Customer(String name) {
}
