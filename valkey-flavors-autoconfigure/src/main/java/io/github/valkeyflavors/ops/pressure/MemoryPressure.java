package io.github.valkeyflavors.ops.pressure;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How full a server is.
 * <p>
 * Immutable and thread-safe.
 *
 * @param server the address of the server, without credentials
 * @param flavors the names of the flavors that live on it
 * @param level the level that it is at
 * @param use used memory as a part of {@code maxmemory}, 0 or more; {@code null} if there
 * is no limit or the server does not say
 * @param since when it came to this level
 * @since 0.1.0
 */
public record MemoryPressure(String server, List<String> flavors, PressureLevel level, @Nullable Double use,
		Instant since) {

	/**
	 * Creates the value.
	 * @param server the address of the server
	 * @param flavors the names of the flavors
	 * @param level the level
	 * @param use used memory as a part of {@code maxmemory}
	 * @param since when it came to this level
	 */
	public MemoryPressure {
		flavors = List.copyOf(flavors);
	}

}
