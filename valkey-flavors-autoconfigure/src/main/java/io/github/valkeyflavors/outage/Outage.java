package io.github.valkeyflavors.outage;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * The time between the opening and the closing of a breaker. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Outage {

	private final long sinceNanos;

	private final LongAdder missed = new LongAdder();

	private final Set<OutageReason> reasons;

	private volatile OutageReason reason;

	Outage(OutageReason reason, long sinceNanos) {
		this.reason = reason;
		this.reasons = EnumSet.of(reason);
		this.sinceNanos = sinceNanos;
	}

	/**
	 * Returns what is wrong with the server, as seen last.
	 * @return the reason
	 */
	public OutageReason reason() {
		return this.reason;
	}

	/**
	 * Returns how many times the server was not asked because of the outage.
	 * @return the count so far
	 */
	public long missed() {
		return this.missed.sum();
	}

	/**
	 * Notes that the server was not asked.
	 */
	void miss() {
		this.missed.increment();
	}

	/**
	 * Notes what is wrong now.
	 * @param current the reason
	 * @return whether that has not been wrong before in this outage
	 */
	synchronized boolean update(OutageReason current) {
		this.reason = current;
		return this.reasons.add(current);
	}

	/**
	 * Returns how long it has lasted.
	 * @param nowNanos the monotonic clock
	 * @return nanoseconds
	 */
	long nanosUntil(long nowNanos) {
		return nowNanos - this.sinceNanos;
	}

}
