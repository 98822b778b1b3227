package io.github.valkeyflavors.benchmarks.outages;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * What became of one request. Times are those of {@link System#nanoTime()}.
 *
 * @param kind what was asked for
 * @param visitor who asked
 * @param due when it had to be sent; its latency counts from here, so that a late sender
 * hides nothing
 * @param sent when it was sent
 * @param answered when the answer was there, or given up
 * @param status the answer's status, or 0 if there was none in time
 * @param polite whether it says when to try again, with a problem detail
 * @param order the order that was made
 */
record Sample(RequestKind kind, Visitor visitor, long due, long sent, long answered, int status, boolean polite,
		@Nullable String order) {

	static final double SLOW_MILLIS = 250;

	double millis() {
		return millis(this.answered - this.due);
	}

	double lateMillis() {
		return millis(this.sent - this.due);
	}

	boolean isGood() {
		return this.status == this.kind.expectedStatus();
	}

	boolean isFailed() {
		return !isGood();
	}

	boolean isUnavailable() {
		return this.status == 503;
	}

	boolean isSlow() {
		return millis() > SLOW_MILLIS;
	}

	boolean isNormal() {
		return isGood() && !isSlow();
	}

	private static double millis(long nanos) {
		return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
	}

}
