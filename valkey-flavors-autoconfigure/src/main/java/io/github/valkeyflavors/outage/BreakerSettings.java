package io.github.valkeyflavors.outage;

import java.time.Duration;

/**
 * When the breaker of a flavor opens, and how often its server is probed then.
 * <p>
 * Immutable and thread-safe.
 *
 * @param enabled whether the breaker opens at all
 * @param windowSize how many of the last commands count, 1 or more
 * @param minimumCommands how many commands are needed to tell, at most the window
 * @param failureRate percentage of failed commands from which it opens, 1 to 100
 * @param slowRate percentage of slow commands from which it opens, 1 to 100
 * @param slowAfter how long a command takes to be slow
 * @param probeInterval the longest time between two probes of a server that is away
 * @since 0.1.0
 */
public record BreakerSettings(boolean enabled, int windowSize, int minimumCommands, float failureRate, float slowRate,
		Duration slowAfter, Duration probeInterval) {

	/**
	 * Returns the defaults: of the last 20 commands, and 5 at least, half failed or four
	 * in five slow; probes twice a second.
	 * @param commandTimeout the command timeout of the flavor: half of it is slow
	 * @return the settings
	 */
	public static BreakerSettings defaults(Duration commandTimeout) {
		return new BreakerSettings(true, 20, 5, 50, 80, commandTimeout.dividedBy(2), Duration.ofMillis(500));
	}

}
