package io.github.valkeyflavors.ops.pressure;

/**
 * How full a server is, in steps.
 *
 * @since 0.1.0
 */
public enum PressureLevel {

	/**
	 * There is room.
	 */
	NORMAL,

	/**
	 * From 80 % of {@code maxmemory} on, unless configured otherwise.
	 */
	ELEVATED,

	/**
	 * From 90 % on, unless configured otherwise.
	 */
	HIGH,

	/**
	 * From 95 % on, unless configured otherwise.
	 */
	CRITICAL

}
