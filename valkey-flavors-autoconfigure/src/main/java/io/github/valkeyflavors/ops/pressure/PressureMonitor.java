package io.github.valkeyflavors.ops.pressure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows the level of each server.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class PressureMonitor {

	private final Map<String, MemoryPressure> pressures = new ConcurrentHashMap<>();

	/**
	 * Returns how full the servers were when they were asked last. Asks nobody.
	 * @return one for each server that was asked
	 */
	public Collection<MemoryPressure> pressures() {
		return List.copyOf(this.pressures.values());
	}

}
