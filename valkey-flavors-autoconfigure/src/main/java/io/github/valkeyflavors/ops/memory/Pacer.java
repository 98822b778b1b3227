package io.github.valkeyflavors.ops.memory;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says how long to wait before the next question, so that neither the server's time nor
 * the keys per second become more than was asked for. How long the server was busy is not
 * known; how long its answer took is, and it cannot have been busy with it for longer. A
 * server that has much else to do answers later, and is asked less.
 * <p>
 * Not thread-safe.
 */
final class Pacer {

	/**
	 * What was waited too long is made good, but only so much of it.
	 */
	private static final long MOST_CREDIT = TimeUnit.MILLISECONDS.toNanos(100);

	private final double maxShare;

	private final double nanosPerKey;

	private final LongSupplier nanoTime;

	private long next;

	private long busy;

	Pacer(double maxShare, int maxKeysPerSecond, LongSupplier nanoTime) {
		this.maxShare = maxShare;
		this.nanosPerKey = (double) TimeUnit.SECONDS.toNanos(1) / maxKeysPerSecond;
		this.nanoTime = nanoTime;
		this.next = nanoTime.getAsLong();
	}

	/**
	 * Takes an answer into account.
	 * @param keys how many keys the server was asked for
	 * @param nanos how long the answer took
	 * @return how long to wait now, 0 or less for not at all
	 */
	long answered(int keys, long nanos) {
		this.busy += nanos;
		long now = this.nanoTime.getAsLong();
		long turn = (long) Math.max(nanos / this.maxShare, keys * this.nanosPerKey);
		this.next = Math.max(this.next + turn, now - MOST_CREDIT);
		return this.next - now;
	}

	/**
	 * Returns how long all answers took.
	 */
	long busyNanos() {
		return this.busy;
	}

}
