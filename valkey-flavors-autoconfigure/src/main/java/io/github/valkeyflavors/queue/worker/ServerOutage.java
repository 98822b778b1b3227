package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.outage.FlavorBreaker;

/**
 * What the threads of a worker know about the server being away: how long to wait before
 * the next attempt, and whether the outage has been logged. A breaker before the server
 * logs most of them, mends the connections, and wakes the threads when it closes; here is
 * logged what it does not see. Thread-safe.
 */
final class ServerOutage {

	private static final Log logger = LogFactory.getLog(ServerOutage.class);

	private static final long MAX_PAUSE_MILLIS = 1_000;

	private static final Duration RECONNECT_INTERVAL = Duration.ofSeconds(1);

	private static final Duration LEFT_TO_BREAKER = Duration.ofSeconds(10);

	private final LongSupplier nanoTime;

	private final @Nullable FlavorBreaker breaker;

	private final Runnable reconnect;

	private final AtomicLong reconnectedAt;

	private volatile @Nullable Long fullSince;

	private volatile @Nullable Long downSince;

	private boolean logged;

	private volatile CountDownLatch waking = new CountDownLatch(1);

	private final AtomicInteger outages = new AtomicInteger();

	/**
	 * Creates the knowledge of a server that works.
	 * @param nanoTime the monotonic clock
	 * @param breaker the breaker before the server, or {@code null} if there is none
	 * @param reconnect makes connections anew where no breaker does
	 */
	ServerOutage(LongSupplier nanoTime, @Nullable FlavorBreaker breaker, Runnable reconnect) {
		this.nanoTime = nanoTime;
		this.breaker = breaker;
		this.reconnect = reconnect;
		this.reconnectedAt = new AtomicLong(nanoTime.getAsLong() - 2 * RECONNECT_INTERVAL.toNanos());
	}

	void failed(RuntimeException ex) {
		if (this.breaker == null && (says(ex, "READONLY") || says(ex, "MASTERDOWN") || says(ex, "not connected"))) {
			// A replica: the name may lead to the new primary. Or nobody, and waiting for
			// the client to try again takes longer
			reconnect();
		}
		if (begins()) {
			logger.error("The queue server %s. The worker keeps trying: %s".formatted(symptom(ex), ex.getMessage()),
					ex);
		}
	}

	// Returns whether this is to be logged: not if the breaker does, or soon will
	private synchronized boolean begins() {
		Long since = this.downSince;
		long now = this.nanoTime.getAsLong();
		if (since == null) {
			since = now;
			this.downSince = now;
			this.logged = false;
		}
		boolean left = this.breaker != null && (this.breaker.isOpen() || now - since < LEFT_TO_BREAKER.toNanos());
		if (this.logged || left) {
			return false;
		}
		this.logged = true;
		return true;
	}

	// Not more often than once a second, because it breaks commands under way
	private void reconnect() {
		long now = this.nanoTime.getAsLong();
		long last = this.reconnectedAt.get();
		if (now - last > RECONNECT_INTERVAL.toNanos() && this.reconnectedAt.compareAndSet(last, now)) {
			this.reconnect.run();
		}
	}

	private static String symptom(RuntimeException ex) {
		if (isFull(ex)) {
			return "is full";
		}
		if (says(ex, "READONLY")) {
			return "is a replica and takes no changes";
		}
		if (says(ex, "NOPERM") || says(ex, "NOAUTH") || says(ex, "WRONGPASS")) {
			return "does not let this user work";
		}
		return says(ex, "LOADING") ? "is still loading its data" : "does not answer";
	}

	// Raises the alarm that the server is full, once until it is not. The worker goes on.
	synchronized void full(RuntimeException ex) {
		if (this.fullSince == null) {
			this.fullSince = this.nanoTime.getAsLong();
			if (this.breaker == null) {
				logger.error("The queue server is full: nobody can enqueue. The worker goes on emptying it: "
						+ ex.getMessage());
			}
		}
	}

	/**
	 * Ends the alarm, unless the server was asked before it was full: threads hear of it
	 * in any order.
	 * @param askedAt when a command was sent that a full server would have refused
	 */
	void notFull(long askedAt) {
		if (this.fullSince == null) {
			return;
		}
		synchronized (this) {
			Long since = this.fullSince;
			if (since != null && askedAt - since > 0) {
				this.fullSince = null;
				if (this.breaker == null) {
					logger.info("The queue server has room again");
				}
			}
		}
	}

	boolean isFull() {
		return this.fullSince != null;
	}

	static boolean isFull(RuntimeException ex) {
		return says(ex, "OOM command not allowed");
	}

	private static boolean says(Throwable ex, String text) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause.getMessage() != null && cause.getMessage().contains(text)) {
				return true;
			}
		}
		return false;
	}

	void over() {
		if (this.downSince == null) {
			return;
		}
		Long since;
		synchronized (this) {
			since = this.logged ? this.downSince : null;
			this.downSince = null;
			this.logged = false;
		}
		if (since != null) {
			Duration downtime = Duration.ofNanos(this.nanoTime.getAsLong() - since);
			logger.info("The queue server answers again after %d ms".formatted(downtime.toMillis()));
		}
	}

	/**
	 * Ends the waits that are under way, because the server is back.
	 */
	void serverIsBack() {
		this.outages.incrementAndGet();
		wake();
	}

	/**
	 * How often the server was back: a connection from before that may be broken.
	 */
	int outages() {
		return this.outages.get();
	}

	/**
	 * Ends the waits that are under way.
	 */
	void wake() {
		CountDownLatch current;
		synchronized (this) {
			current = this.waking;
			this.waking = new CountDownLatch(1);
		}
		current.countDown();
	}

	/**
	 * Waits before the next attempt: longer each time, up to a second, and never quite as
	 * long as the other threads.
	 * @param attempt how many attempts failed so far
	 * @param end there is no next attempt when it is open; whoever opens it also wakes
	 * @return whether the latch is open
	 */
	boolean pause(int attempt, CountDownLatch end) {
		long longest = Math.min(MAX_PAUSE_MILLIS, 50L << Math.min(attempt, 5));
		long millis = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
		CountDownLatch awakened = this.waking;
		try {
			if (end.getCount() > 0) {
				boolean unused = awakened.await(millis, TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			// Meant for a job; what has to be written must be written all the same
		}
		return end.getCount() == 0;
	}

}
