package io.github.valkeyflavors.outage.metrics;

/**
 * The meters of outages. All have the tag {@code flavor}.
 *
 * @since 0.1.0
 */
public enum OutageMeters {

	/**
	 * Gauge: 1 while the breaker of the flavor is open and the server is not asked, else
	 * 0.
	 */
	BREAKER_OPEN("valkey.breaker.open", "Whether the server of the flavor is not asked at the moment"),

	/**
	 * Counter: how often the breaker opened. Tag {@code reason}: what was wrong when it
	 * did, see {@link io.github.valkeyflavors.outage.OutageReason#tag()}.
	 */
	BREAKER_OPENED("valkey.breaker.opened", "How often the flavor went out of service"),

	/**
	 * Counter: requests to the server that were rejected because the breaker was open.
	 * Counted when the outage is over.
	 */
	BREAKER_REJECTED("valkey.breaker.rejected", "How often the server was not asked because it was out of service"),

	/**
	 * Gauge: 1 while the server refuses writes because it is full, else 0.
	 */
	SERVER_FULL("valkey.server.full", "Whether the server of the flavor refuses writes because it is full"),

	/**
	 * Counter: operations of a feature that had to do without the server. Tags
	 * {@code operation}, for example {@code get}, {@code save} or {@code enqueue}, and
	 * {@code reason}.
	 */
	OPERATIONS_FAILED("valkey.operations.failed", "How often a feature had to do without the server");

	private final String meterName;

	private final String description;

	OutageMeters(String meterName, String description) {
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
	 * Returns what the meter counts.
	 * @return a phrase
	 */
	public String description() {
		return this.description;
	}

}
