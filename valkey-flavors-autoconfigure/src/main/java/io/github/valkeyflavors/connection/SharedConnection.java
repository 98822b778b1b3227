package io.github.valkeyflavors.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.RedisConnectionFailureException;

import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.OutageReason;

/**
 * The one connection that all commands of a factory share, made when it is first asked
 * for: by one caller at a time, and when that fails, those who waited for it are told so
 * at once instead of trying the same, each for the whole connect timeout. Thread-safe.
 *
 * @param <C> the type of the connection
 */
final class SharedConnection<C extends StatefulConnection<?, ?>> {

	private final FlavorBreaker breaker;

	private final Consumer<RuntimeException> failed;

	private final ReentrantLock connecting = new ReentrantLock();

	private volatile @Nullable C connection;

	private volatile boolean used;

	private final AtomicLong failures = new AtomicLong();

	private final AtomicLong forgotten = new AtomicLong();

	private volatile @Nullable RuntimeException lastFailure;

	SharedConnection(FlavorBreaker breaker, Consumer<RuntimeException> failed) {
		this.breaker = breaker;
		this.failed = failed;
	}

	@Nullable C get(boolean share, Supplier<@Nullable C> source) {
		this.used = true;
		if (this.connection != null || !share) {
			return get(source);
		}
		long failuresBefore = this.failures.get();
		this.connecting.lock();
		try {
			if (this.failures.get() != failuresBefore && this.connection == null) {
				this.breaker.check();
				throw new RedisConnectionFailureException("Unable to connect", this.lastFailure);
			}
			return get(source);
		}
		finally {
			this.connecting.unlock();
		}
	}

	private @Nullable C get(Supplier<@Nullable C> source) {
		long times = this.forgotten.get();
		try {
			C made = source.get();
			if (this.forgotten.get() == times) {
				this.connection = made;
			}
			return made;
		}
		catch (RedisConnectionFailureException ex) {
			this.lastFailure = ex;
			this.failures.incrementAndGet();
			this.failed.accept(ex);
			throw ex;
		}
	}

	boolean isUsed() {
		return this.used;
	}

	boolean answers(Duration timeout) {
		if (!(this.connection instanceof StatefulRedisConnection<?, ?> redis)) {
			return false;
		}
		try {
			redis.async().ping().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (ExecutionException ex) {
			// A user that may not send PING was answered as well
			return OutageReason.of(ex) == OutageReason.FORBIDDEN;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	// A pool would hand it out again
	void close() {
		C current = this.connection;
		if (current != null) {
			CompletableFuture<?> unused = current.closeAsync();
		}
	}

	void forget() {
		this.forgotten.incrementAndGet();
		this.connection = null;
	}

}
