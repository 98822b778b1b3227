package io.github.valkeyflavors.ops.endpoint;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why an endpoint did not do what it was asked to, in the format of RFC 9457.
 * <p>
 * Immutable and thread-safe. Holds no secrets and no stack trace.
 *
 * @param status the status of HTTP
 * @param title what that status is called
 * @param detail what is wrong, and what to do about it
 * @since 0.1.0
 */
public record Problem(int status, String title, String detail) implements OperationResponseBody {

}
