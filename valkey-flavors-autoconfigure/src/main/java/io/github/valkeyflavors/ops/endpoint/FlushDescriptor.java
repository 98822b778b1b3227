package io.github.valkeyflavors.ops.endpoint;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A logical database that was flushed.
 * <p>
 * Immutable and thread-safe.
 *
 * @param flushed the name of the logical database
 * @param index its index on the server
 * @param server the address of the server, without credentials
 * @since 0.1.0
 */
public record FlushDescriptor(String flushed, int index, String server) implements OperationResponseBody {

}
