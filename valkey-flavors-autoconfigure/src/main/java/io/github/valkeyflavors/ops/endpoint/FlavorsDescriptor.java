package io.github.valkeyflavors.ops.endpoint;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All flavors as operators see them.
 * <p>
 * Immutable and thread-safe. Holds no credentials.
 *
 * @param flavors the flavors by name
 * @param primaryDatabase the name of the logical database that unqualified beans use
 * @since 0.1.0
 */
public record FlavorsDescriptor(Map<String, FlavorDescriptor> flavors,
		Setting primaryDatabase) implements OperationResponseBody {

}
