package io.github.valkeyflavors.connection;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.outage.BreakerSettings;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * How clients of one flavor behave.
 * <p>
 * Immutable and thread-safe.
 *
 * @param connectTimeout how long to wait for a connection
 * @param commandTimeout how long to wait for the answer to a command
 * @param shutdownTimeout how long to wait for a client to close
 * @param clientName the name that the server lists the connection under, or {@code null}
 * @param breaker when the breaker of the flavor opens
 * @since 0.1.0
 */
public record ClientSettings(Duration connectTimeout, Duration commandTimeout, Duration shutdownTimeout,
		@Nullable String clientName, BreakerSettings breaker) {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofMillis(100);

	/**
	 * Returns the defaults of a flavor: commands wait 200 milliseconds where entries may
	 * be evicted (a cache that slow is no cache), 5 seconds on the queue and 1 second
	 * elsewhere; connections wait 1 second.
	 * @param flavor the flavor
	 * @return its default settings
	 */
	public static ClientSettings defaultsOf(ResolvedFlavor flavor) {
		Duration commandTimeout = Duration.ofSeconds(flavor.flavor().equals(Flavor.QUEUE) ? 5 : 1);
		if (flavor.evicting()) {
			commandTimeout = Duration.ofMillis(200);
		}
		return new ClientSettings(CONNECT_TIMEOUT, commandTimeout, SHUTDOWN_TIMEOUT, null,
				BreakerSettings.defaults(commandTimeout));
	}

}
