package io.github.valkeyflavors.ops.endpoint;

import java.util.List;

/**
 * Knows what set a property. Thread-safe.
 *
 * @since 0.1.0
 */
public interface ValueOrigins {

	/**
	 * Returns what sets a value that several properties can set.
	 * @param properties the names of the properties, strongest first
	 * @return the first one that is set, with its place, or {@code default}
	 */
	String of(List<String> properties);

}
