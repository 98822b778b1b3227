package io.github.valkeyflavors.queue.outage;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.outage.FlavorUnavailableException;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.queue.client.JobBatch;

/**
 * The queue server to which jobs are pushed, behind the breaker of its flavor if it has
 * one. Thread-safe.
 */
final class QueueServer {

	private final RedisConnectionFactory connectionFactory;

	private final @Nullable GuardedConnections guarded;

	private final MarkedPush push;

	private final Duration pushTimeout;

	QueueServer(RedisConnectionFactory connectionFactory, MarkedPush push, Duration pushTimeout) {
		this.connectionFactory = connectionFactory;
		this.guarded = (connectionFactory instanceof GuardedConnections connections) ? connections : null;
		this.push = push;
		this.pushTimeout = pushTimeout;
	}

	@Nullable GuardedConnections guarded() {
		return this.guarded;
	}

	boolean isOut() {
		return this.guarded != null && this.guarded.breaker().isOpen();
	}

	/**
	 * Pushes for somebody who waits: no longer than for the push timeout.
	 */
	@Nullable PushFailure pushQuickly(JobBatch batch) {
		GuardedConnections connections = this.guarded;
		return push(batch, (connections != null) ? () -> connections.getConnection(this.pushTimeout)
				: this.connectionFactory::getConnection);
	}

	/**
	 * Pushes as long as it takes.
	 */
	@Nullable PushFailure push(JobBatch batch) {
		return push(batch, this.connectionFactory::getConnection);
	}

	/**
	 * Pushes while the breaker is open.
	 */
	@Nullable PushFailure pushUnguarded(JobBatch batch) {
		GuardedConnections connections = this.guarded;
		return push(batch,
				(connections != null) ? connections::getUnguardedConnection : this.connectionFactory::getConnection);
	}

	// Whatever fails, the jobs must be kept
	private @Nullable PushFailure push(JobBatch batch, Supplier<RedisConnection> source) {
		RedisConnection connection;
		try {
			connection = source.get();
		}
		catch (RuntimeException ex) {
			return PushFailure.notSent(ex);
		}
		try (connection) {
			this.push.push(connection, batch);
			return null;
		}
		catch (RuntimeException ex) {
			return PushFailure.of(ex);
		}
	}

	/**
	 * Counts jobs that did without the server.
	 */
	void failed(RuntimeException cause) {
		if (this.guarded != null) {
			this.guarded.breaker().failed("enqueue", cause);
		}
	}

	/**
	 * The exception for somebody whose job finds no room, although the server was not
	 * asked.
	 */
	RuntimeException unavailable(@Nullable RuntimeException cause) {
		if (this.guarded != null && cause != null) {
			return new FlavorUnavailableException(this.guarded.breaker().flavor(), OutageReason.of(cause));
		}
		return new DataAccessResourceFailureException(
				"The queue server does not take jobs, and there is no room to keep more of them", cause);
	}

}
