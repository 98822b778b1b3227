package io.github.valkeyflavors.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

import io.github.valkeyflavors.outage.BreakerSettings;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.FlavorUnavailableException;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.outage.Outage;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.outage.Probe;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RemovalRecovery}: when it removes once more what was put late.
 * Removals on servers are in the tests of caches.
 */
class RemovalRecoveryTests {

	private final FlavorBreaker breaker = breaker((reason) -> {
	});

	private final MissedRemovals late = new MissedRemovals(100);

	private final LaterScheduler scheduler = new LaterScheduler();

	private int connections;

	private final RemovalRecovery recovery = new RemovalRecovery(new GuardedConnections() {

		@Override
		public FlavorBreaker breaker() {
			return RemovalRecoveryTests.this.breaker;
		}

		@Override
		public RedisConnection getConnection(Duration commandTimeout) {
			return getUnguardedConnection();
		}

		@Override
		public RedisConnection getObservingConnection(Duration commandTimeout) {
			return getUnguardedConnection();
		}

		@Override
		public RedisConnection getUnguardedConnection() {
			RemovalRecoveryTests.this.connections++;
			throw new FlavorUnavailableException("cache", OutageReason.TIMEOUT);
		}

	}, new MissedRemovals(100), this.late, Duration.ofSeconds(2), this.scheduler);

	@Test
	void removesOnceMoreWhenClosedForAWhile() {
		this.late.add(Removal.ofKey("tea", new byte[] { 1 }));
		this.recovery.closed(this.breaker, outage());

		this.scheduler.runAll();

		assertThat(this.connections).isOne();
	}

	@Test
	void leavesToTheNextClosingWhatAnOutageHasInterrupted() {
		this.late.add(Removal.ofKey("tea", new byte[] { 1 }));
		this.recovery.closed(this.breaker, outage());
		this.recovery.opened(this.breaker, outage());

		this.scheduler.runAll();

		assertThat(this.connections).isZero();
		assertThat(this.late.isEmpty()).isFalse();
	}

	private Outage outage() {
		FlavorBreaker open = breaker((reason) -> {
			throw new FlavorUnavailableException("cache", reason);
		});
		open.serverFailed(new RedisConnectionFailureException("Unable to connect"));
		Outage outage = Objects.requireNonNull(open.outage());
		open.close();
		return outage;
	}

	private static FlavorBreaker breaker(Probe probe) {
		return new FlavorBreaker("cache", "redis://localhost:1", BreakerSettings.defaults(Duration.ofSeconds(1)), probe,
				System::nanoTime);
	}

	/**
	 * Runs tasks when it is told to.
	 */
	private static final class LaterScheduler implements Scheduler {

		private final List<Runnable> tasks = new ArrayList<>();

		void runAll() {
			this.tasks.forEach(Runnable::run);
		}

		@Override
		public Disposable schedule(Runnable task) {
			this.tasks.add(task);
			return Disposables.single();
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			return schedule(task);
		}

		@Override
		public Worker createWorker() {
			throw new UnsupportedOperationException();
		}

	}

}
