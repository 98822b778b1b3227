package io.github.valkeyflavors.ops.metrics;

import java.util.List;
import java.util.stream.Stream;

/**
 * The meters of the clients that ask the servers, as the application sees them.
 *
 * @since 0.1.0
 */
@SuppressWarnings("ImmutableEnumChecker") // the list is
public enum ClientMeters {

	/**
	 * Timer: from sending a command until its reply is complete. Tag {@code command}: its
	 * name in capital letters, {@code OTHER} if the client does not know it.
	 */
	COMMAND("valkey.command", "Time from sending a command until its reply is complete", "endpoint", "command"),

	/**
	 * Gauge: pooled connections that are lent to somebody.
	 */
	POOL_ACTIVE("valkey.pool.active", "Pooled connections that are in use"),

	/**
	 * Gauge: pooled connections that wait to be lent.
	 */
	POOL_IDLE("valkey.pool.idle", "Pooled connections that are not in use"),

	/**
	 * Gauge: threads that wait for a pooled connection.
	 */
	POOL_WAITING("valkey.pool.waiting", "Threads that wait for a pooled connection");

	private final String meterName;

	private final String description;

	private final List<String> ownTags;

	ClientMeters(String meterName, String description, String... ownTags) {
		this.meterName = meterName;
		this.description = description;
		this.ownTags = List.of(ownTags);
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

	/**
	 * Returns the names of the tags.
	 * @return {@code flavor} and those of the meter
	 */
	public List<String> tags() {
		return Stream.concat(Stream.of("flavor"), this.ownTags.stream()).toList();
	}

}
