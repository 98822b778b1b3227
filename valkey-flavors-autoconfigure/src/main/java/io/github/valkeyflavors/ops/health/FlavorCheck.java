package io.github.valkeyflavors.ops.health;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.outage.OutageReason;

/**
 * Asks the server of one flavor for PING and ROLE, once at a time, and keeps the answer
 * for a second. Whoever waits for it waits only until the limit after it was asked, also
 * when there is no connection yet and making one takes longer. Thread-safe.
 */
final class FlavorCheck {

	private static final Duration KEPT = Duration.ofSeconds(1);

	private final GuardedConnections connections;

	private final Duration limit;

	private @Nullable CompletableFuture<FlavorAnswer> asked;

	private long askedNanos;

	FlavorCheck(GuardedConnections connections, Duration limit) {
		this.connections = connections;
		this.limit = limit;
	}

	FlavorBreaker breaker() {
		return this.connections.breaker();
	}

	/**
	 * Asks, unless that has just been done, is being done, or the breaker is open.
	 */
	synchronized void start(Executor executor) {
		boolean fresh = this.asked != null
				&& (!this.asked.isDone() || System.nanoTime() - this.askedNanos < KEPT.toNanos());
		if (fresh || breaker().isOpen()) {
			return;
		}
		CompletableFuture<FlavorAnswer> answer = new CompletableFuture<>();
		this.asked = answer;
		this.askedNanos = System.nanoTime();
		try {
			executor.execute(() -> {
				try {
					answer.complete(ask());
				}
				finally {
					// After an error, too, else nobody would ask again
					answer.complete(FlavorAnswer.failed(OutageReason.OTHER));
				}
			});
		}
		catch (RejectedExecutionException ex) {
			answer.complete(FlavorAnswer.failed(OutageReason.OTHER));
		}
	}

	/**
	 * Waits for the answer until the limit.
	 */
	FlavorAnswer await() {
		CompletableFuture<FlavorAnswer> answer;
		long left;
		synchronized (this) {
			answer = this.asked;
			left = this.askedNanos + this.limit.toNanos() - System.nanoTime();
		}
		if (answer == null) {
			return FlavorAnswer.failed(OutageReason.OTHER);
		}
		try {
			return answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return FlavorAnswer.failed(OutageReason.TIMEOUT);
		}
		catch (TimeoutException | ExecutionException ex) {
			return FlavorAnswer.failed(OutageReason.TIMEOUT);
		}
	}

	private FlavorAnswer ask() {
		try (RedisConnection connection = this.connections.getObservingConnection(this.limit)) {
			long start = System.nanoTime();
			ping(connection);
			Duration ping = Duration.ofNanos(System.nanoTime() - start);
			return FlavorAnswer.answered(ping, role(connection, this.limit.minus(ping)));
		}
		// A connection factory that is stopped throws the second one
		catch (DataAccessException | IllegalStateException ex) {
			return FlavorAnswer.failed(OutageReason.of(ex));
		}
	}

	private static void ping(RedisConnection connection) {
		try {
			connection.ping();
		}
		catch (DataAccessException ex) {
			// Who may not send PING was answered as well
			if (OutageReason.of(ex) != OutageReason.FORBIDDEN) {
				throw ex;
			}
		}
	}

	/**
	 * Asks for the role. A server that answered PING is well, whatever it says to this.
	 */
	private static @Nullable String role(RedisConnection connection, Duration timeout) {
		if (!(connection.getNativeConnection() instanceof BaseRedisAsyncCommands<?, ?> commands)) {
			return null;
		}
		try {
			List<Object> reply = commands.role().get(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
			return (!reply.isEmpty() && reply.get(0) instanceof byte[] name)
					? role(new String(name, StandardCharsets.US_ASCII)) : null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (TimeoutException | ExecutionException ex) {
			return null;
		}
	}

	private static String role(String name) {
		return switch (name) {
			case "master" -> "primary";
			case "slave" -> "replica";
			default -> name;
		};
	}

}
