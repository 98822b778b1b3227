package io.github.valkeyflavors.ops.history;

import java.time.Instant;

/**
 * Something that happened to a server.
 * <p>
 * Immutable and thread-safe.
 *
 * @param at when it happened
 * @param kind what happened
 * @param server the address of the server, without credentials
 * @param flavor the name of the flavor, or of all that live on the server, with commas
 * @param text what happened, in a sentence for people
 * @since 0.1.0
 */
public record HistoryEntry(Instant at, Kind kind, String server, String flavor, String text) {

	/**
	 * What can happen.
	 *
	 * @since 0.1.0
	 */
	public enum Kind {

		/**
		 * The breaker opened, or closed again.
		 */
		OUTAGE,

		/**
		 * The memory pressure changed its level.
		 */
		PRESSURE,

		/**
		 * A finding of the policy audit is new or gone.
		 */
		POLICY

	}

}
