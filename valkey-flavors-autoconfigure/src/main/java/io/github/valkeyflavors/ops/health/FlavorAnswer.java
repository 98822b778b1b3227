package io.github.valkeyflavors.ops.health;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.outage.OutageReason;

/**
 * What came of asking the server of a flavor.
 *
 * @param problem why it did not answer, or {@code null} if it did
 * @param ping how long the answer to PING took, or {@code null} if there was none
 * @param role {@code primary} or {@code replica}, or {@code null} if it did not say
 */
record FlavorAnswer(@Nullable OutageReason problem, @Nullable Duration ping, @Nullable String role) {

	static FlavorAnswer failed(OutageReason problem) {
		return new FlavorAnswer(problem, null, null);
	}

	static FlavorAnswer answered(Duration ping, @Nullable String role) {
		return new FlavorAnswer(null, ping, role);
	}

}
