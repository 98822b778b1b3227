package io.github.valkeyflavors.ops.pressure.metrics;

/**
 * The meters of memory pressure. All have the tags {@code flavor} and {@code endpoint}.
 *
 * @since 0.1.0
 */
public enum PressureMeters {

	/**
	 * Gauge without a unit: 0 normal, 1 elevated, 2 high, 3 critical; not a number while
	 * the server has not answered yet. A server that evicts, and may, is high or critical
	 * most of the time.
	 */
	LEVEL("valkey.memory.pressure.level", "How full the server is: 0 normal, 1 elevated, 2 high, 3 critical");

	private final String meterName;

	private final String description;

	PressureMeters(String meterName, String description) {
		this.meterName = meterName;
		this.description = description;
	}

	/**
	 * Returns the name of the meter.
	 * @return lower case, with dots
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Returns what the meter shows.
	 * @return a phrase
	 */
	public String description() {
		return this.description;
	}

}
