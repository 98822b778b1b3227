package io.github.valkeyflavors.ops.pressure;

/**
 * Published as an application event when a server comes to another level, in the thread
 * that noticed it. The events of one server come in their order.
 * <p>
 * Immutable and thread-safe.
 *
 * @param previous how full the server was when it was asked before; without a use if it
 * was not asked before
 * @param current how full it is
 * @param evicts whether the server makes room by itself, and may: all of its flavors
 * evict, and so does its policy as far as it says. A cache that was in use for some time
 * is full, so this is no alarm
 * @since 0.1.0
 */
public record MemoryPressureEvent(MemoryPressure previous, MemoryPressure current, boolean evicts) {

	/**
	 * Returns whether the server came to this level or a higher one.
	 * @param level the level
	 * @return whether it was below, and is no more
	 */
	public boolean reaches(PressureLevel level) {
		return this.previous.level().compareTo(level) < 0 && this.current.level().compareTo(level) >= 0;
	}

	/**
	 * Returns whether the server left this level or a higher one.
	 * @param level the level
	 * @return whether it was there, and is below
	 */
	public boolean leaves(PressureLevel level) {
		return this.previous.level().compareTo(level) >= 0 && this.current.level().compareTo(level) < 0;
	}

}
