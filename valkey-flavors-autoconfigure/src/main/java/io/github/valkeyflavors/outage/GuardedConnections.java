package io.github.valkeyflavors.outage;

import java.time.Duration;

import org.springframework.data.redis.connection.RedisConnection;

/**
 * A connection factory whose connections are refused at once while the breaker of its
 * flavor is open.
 * <p>
 * Thread-safe. Each connection belongs to whoever asked for it, and is to be closed.
 *
 * @since 0.1.0
 */
public interface GuardedConnections {

	/**
	 * Returns the breaker of the flavor.
	 * @return the breaker, the same one for all databases of a flavor
	 */
	FlavorBreaker breaker();

	/**
	 * Returns a connection whose commands wait for their answer only so long. Where there
	 * is no connection yet, making it takes as long as the connect timeout.
	 * @param commandTimeout how long to wait, shorter than the flavor's command timeout.
	 * A command that is given up may have been carried out all the same
	 * @return a connection for commands that do not block on the server
	 * @throws FlavorUnavailableException if the breaker is open
	 */
	RedisConnection getConnection(Duration commandTimeout);

	/**
	 * Returns a connection for somebody who only looks how the server is: the flavor does
	 * not count as used for that.
	 * @param commandTimeout how long to wait, see {@link #getConnection(Duration)}
	 * @return a connection for commands that do not block on the server
	 * @throws FlavorUnavailableException if the breaker is open
	 */
	RedisConnection getObservingConnection(Duration commandTimeout);

	/**
	 * Returns a connection also while the breaker is open: for a {@link Recovery}.
	 * @return a connection
	 * @throws org.springframework.dao.DataAccessException if the server cannot be reached
	 */
	RedisConnection getUnguardedConnection();

}
