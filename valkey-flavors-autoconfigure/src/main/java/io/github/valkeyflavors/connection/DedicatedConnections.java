package io.github.valkeyflavors.connection;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.topology.Endpoint;

/**
 * A connection factory of a logical database that also makes connections for one purpose
 * alone, for example to look at every key: what they do delays no command of the
 * application on the client's side, and says nothing to the breaker.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface DedicatedConnections {

	/**
	 * Makes a connection to the logical database, with the flavor's login, TLS and
	 * timeouts.
	 * @param address another server to connect to, such as a replica, or {@code null} for
	 * that of the flavor
	 * @param commandTimeout how long its commands wait for their answer
	 * @return the connection, to be closed by the caller
	 * @throws io.github.valkeyflavors.outage.FlavorUnavailableException if the breaker of
	 * the flavor is open
	 * @throws org.springframework.dao.DataAccessException if the server cannot be reached
	 * or refuses the login
	 */
	DedicatedConnection connectDedicated(Endpoint.@Nullable Tcp address, Duration commandTimeout);

}
