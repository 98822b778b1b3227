package io.github.valkeyflavors.ops.memory;

import java.util.Set;

import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * Which keys should expire. On a server that evicts all should: what never expires stays
 * until it pushes out something that is needed. Sessions should, for their server evicts
 * nothing and would fill up; but the sets by which Spring Session finds the sessions of a
 * user, and those that expire next, live as long as they have members. Jobs never expire,
 * and of other flavors nothing is known.
 * <p>
 * Immutable and thread-safe.
 */
final class TimeToLiveRule {

	private static final Set<String> INDEXES_OF_SESSIONS = Set.of(":index:", ":expirations", ":idx");

	private final boolean sessions;

	private final boolean expected;

	TimeToLiveRule(ResolvedFlavor flavor) {
		this.sessions = flavor.flavor().equals(Flavor.SESSIONS);
		this.expected = flavor.evicting() || this.sessions;
	}

	boolean isExpected() {
		return this.expected;
	}

	boolean isExpectedOf(byte[] key) {
		if (!this.expected || !this.sessions) {
			return this.expected;
		}
		String text = KeyNames.text(key);
		return INDEXES_OF_SESSIONS.stream().noneMatch(text::contains);
	}

}
