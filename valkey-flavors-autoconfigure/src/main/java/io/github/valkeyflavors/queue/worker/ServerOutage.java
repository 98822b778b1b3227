package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of a worker know about the server being away, so that an outage is
 * logged once, with its end. Thread-safe.
 */
final class ServerOutage {

	private static final Log logger = LogFactory.getLog(ServerOutage.class);

	private static final long MAX_PAUSE_MILLIS = 1_000;

	private final LongSupplier nanoTime;

	private volatile @Nullable Long downSince;

	ServerOutage(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	void failed(RuntimeException ex) {
		synchronized (this) {
			if (this.downSince != null) {
				return;
			}
			this.downSince = this.nanoTime.getAsLong();
		}
		logger.error("The queue server does not answer. The worker keeps trying: " + ex.getMessage(), ex);
	}

	void over() {
		if (this.downSince == null) {
			return;
		}
		Long since;
		synchronized (this) {
			since = this.downSince;
			this.downSince = null;
		}
		if (since != null) {
			Duration downtime = Duration.ofNanos(this.nanoTime.getAsLong() - since);
			logger.info("The queue server answers again after %d ms".formatted(downtime.toMillis()));
		}
	}

	/**
	 * Waits before the next attempt: longer each time, up to a second, and never quite as
	 * long as the other threads.
	 * @param attempt how many attempts failed so far
	 * @param end ends the wait when it opens
	 * @return whether the wait ended early because of the latch or an interrupt
	 */
	boolean pause(int attempt, CountDownLatch end) {
		long longest = Math.min(MAX_PAUSE_MILLIS, 50L << Math.min(attempt, 5));
		long millis = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
		try {
			return end.await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

}
