package io.github.valkeyflavors.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.springframework.data.redis.connection.RedisConnection;
import reactor.core.scheduler.Scheduler;

import io.github.valkeyflavors.outage.BreakerListener;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.outage.Outage;
import io.github.valkeyflavors.outage.Recovery;

/**
 * Makes missed removals good before the breaker closes. Those of puts that were given up
 * are done once more when it has been closed for a while, because such a put may reach
 * the server late, over a connection that has been replaced since; until then nobody
 * reads the entry.
 */
final class RemovalRecovery implements Recovery, BreakerListener {

	private static final int BATCH_SIZE = 512;

	/**
	 * After that many the breaker closes although more was missed meanwhile, which is not
	 * read and removed right after: else a busy cache would keep it open.
	 */
	private static final int MAX_ROUNDS = 3;

	private final GuardedConnections connections;

	private final MissedRemovals missed;

	private final MissedRemovals late;

	private final Duration settleTime;

	private final Scheduler scheduler;

	private final AtomicInteger rounds = new AtomicInteger();

	private final AtomicInteger closings = new AtomicInteger();

	RemovalRecovery(GuardedConnections connections, MissedRemovals missed, MissedRemovals late, Duration settleTime,
			Scheduler scheduler) {
		this.connections = connections;
		this.missed = missed;
		this.late = late;
		this.settleTime = settleTime;
		this.scheduler = scheduler;
	}

	@Override
	public void recover() {
		// Again from the start if it fails
		int round = this.rounds.getAndSet(0);
		List<Removal> removals = this.missed.all();
		if (round == 0) {
			removals.addAll(this.late.all());
		}
		if (!removals.isEmpty()) {
			try (RedisConnection connection = this.connections.getUnguardedConnection()) {
				remove(removals, connection, this.missed::forget);
			}
		}
		this.rounds.set(round + 1);
	}

	@Override
	public boolean isComplete() {
		return this.missed.isEmpty() || this.rounds.get() >= MAX_ROUNDS;
	}

	@Override
	public void opened(FlavorBreaker breaker, Outage outage) {
		// What was to be done after the last closing is done by the recovery
		this.closings.incrementAndGet();
	}

	@Override
	public void closed(FlavorBreaker breaker, Outage outage) {
		this.rounds.set(0);
		int closing = this.closings.incrementAndGet();
		if (!this.missed.isEmpty()) {
			this.scheduler.schedule(() -> remove(closing, this.missed));
		}
		if (!this.late.isEmpty()) {
			this.scheduler.schedule(() -> remove(closing, this.late), this.settleTime.toMillis(),
					TimeUnit.MILLISECONDS);
		}
	}

	private void remove(int closing, MissedRemovals removals) {
		// What is added from here on has time of its own to settle
		List<Removal> settled = removals.all();
		FlavorBreaker breaker = this.connections.breaker();
		if (this.closings.get() != closing || breaker.isOpen()) {
			return;
		}
		try (RedisConnection connection = this.connections.getUnguardedConnection()) {
			remove(settled, connection, removals::forget);
		}
		// Whatever it is, nobody reads the entries until it is done
		catch (RuntimeException ex) {
			breaker.open(ex, () -> {
			});
		}
	}

	private static void remove(List<Removal> removals, RedisConnection connection, Consumer<List<Removal>> confirmed) {
		List<Removal> keys = removals.stream().filter((removal) -> !removal.isPattern()).toList();
		for (int from = 0; from < keys.size(); from += BATCH_SIZE) {
			List<Removal> batch = keys.subList(from, Math.min(from + BATCH_SIZE, keys.size()));
			connection.keyCommands().unlink(batch.stream().map(Removal::bytes).toArray(byte[][]::new));
			confirmed.accept(batch);
		}
		for (Removal removal : removals) {
			if (removal.isPattern()) {
				new UnlinkingBatchStrategy().cleanCache(connection, removal.cache(), removal.bytes());
				confirmed.accept(List.of(removal));
			}
		}
	}

}
