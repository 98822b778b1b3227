package io.github.valkeyflavors.ops.policy;

import java.time.Instant;
import java.util.List;

/**
 * What an audit of a server found that the one before did not, and the reverse.
 * <p>
 * Immutable and thread-safe.
 *
 * @param at when the server was asked
 * @param appeared the new findings
 * @param gone the findings that do not hold any more
 * @since 0.1.0
 */
public record PolicyChange(Instant at, List<PolicyFinding> appeared, List<PolicyFinding> gone) {

	/**
	 * Creates a change.
	 * @param at when the server was asked
	 * @param appeared the new findings
	 * @param gone the findings that do not hold any more
	 */
	public PolicyChange {
		appeared = List.copyOf(appeared);
		gone = List.copyOf(gone);
	}

}
