package io.github.valkeyflavors.outage;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Repeats the probe of an open breaker until it has closed: at once, then after a delay
 * that doubles from 20 milliseconds up to the interval, less a random part, so that many
 * processes do not probe together. A breaker that opens again soon after it closed goes
 * on with the longer delays. Thread-safe.
 */
final class ProbeLoop implements AutoCloseable {

	private static final long FIRST_DELAY_MILLIS = 20;

	private static final Duration SOON = Duration.ofSeconds(10);

	private final Duration interval;

	private final BooleanSupplier turn;

	private final LongSupplier nanoTime;

	private final ScheduledThreadPoolExecutor executor;

	private int reopened;

	private long lastClosed;

	private boolean everClosed;

	ProbeLoop(String flavor, Duration interval, BooleanSupplier turn, LongSupplier nanoTime) {
		this.interval = interval;
		this.turn = turn;
		this.nanoTime = nanoTime;
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "valkey-%s-probe".formatted(flavor));
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
		this.executor.setKeepAliveTime(1, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	synchronized void start() {
		boolean soon = this.everClosed && this.nanoTime.getAsLong() - this.lastClosed < SOON.toNanos();
		this.reopened = soon ? this.reopened + 1 : 0;
		schedule(this.reopened);
	}

	// No delay for the first attempt
	private void schedule(int attempt) {
		long longest = Math.min(this.interval.toMillis(), FIRST_DELAY_MILLIS << Math.min(attempt, 20));
		long millis = (attempt == 0) ? 0 : ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
		Future<?> unused = this.executor.schedule(() -> attempt(attempt), millis, TimeUnit.MILLISECONDS);
	}

	private void attempt(int attempt) {
		boolean closed = false;
		try {
			closed = this.turn.getAsBoolean();
		}
		finally {
			// Also after an error, because nobody else would look again
			if (closed) {
				closed();
			}
			else {
				schedule(attempt + 1);
			}
		}
	}

	private synchronized void closed() {
		this.everClosed = true;
		this.lastClosed = this.nanoTime.getAsLong();
	}

	boolean isClosed() {
		return this.executor.isShutdown();
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
