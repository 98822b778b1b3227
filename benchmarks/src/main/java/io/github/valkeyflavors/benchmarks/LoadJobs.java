package io.github.valkeyflavors.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.valkeyflavors.queue.Job;

/**
 * The jobs of the benchmarks.
 */
final class LoadJobs {

	private static final int PATIENCE_MINUTES = 30;

	private final AtomicLong left = new AtomicLong();

	private final BlockingQueue<Long> delays = new LinkedBlockingQueue<>();

	private final AtomicLong slowRuns = new AtomicLong();

	private volatile CountDownLatch finish = new CountDownLatch(1);

	/**
	 * Wait for that many jobs of type {@code load} from now on.
	 */
	void expect(long jobs) {
		this.finish = new CountDownLatch(1);
		this.left.set(jobs);
	}

	void awaitFinish() throws InterruptedException {
		if (!this.finish.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
			throw new IllegalStateException(this.left + " jobs did not run in " + PATIENCE_MINUTES + " minutes");
		}
	}

	/**
	 * The number of jobs of type {@code load} that ran less than expected, below zero if
	 * it was more.
	 */
	long left() {
		return this.left.get();
	}

	/**
	 * How long the next job of type {@code timed} took to start.
	 */
	long nextDelayNanos() throws InterruptedException {
		Long delay = this.delays.poll(PATIENCE_MINUTES, TimeUnit.MINUTES);
		if (delay == null) {
			throw new IllegalStateException("A single job did not run in " + PATIENCE_MINUTES + " minutes");
		}
		return delay;
	}

	long slowRuns() {
		return this.slowRuns.get();
	}

	@Job(value = "load", queue = "load")
	void load(String string, int number, Map<String, String> hash) {
		if (this.left.decrementAndGet() == 0) {
			this.finish.countDown();
		}
	}

	@Job(value = "timed", queue = "load")
	void timed(long pushedNanos) {
		this.delays.add(System.nanoTime() - pushedNanos);
	}

	@Job(value = "slow", queue = "load")
	void slow(String string, int number, Map<String, String> hash) {
		this.slowRuns.incrementAndGet();
		LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
	}

}
