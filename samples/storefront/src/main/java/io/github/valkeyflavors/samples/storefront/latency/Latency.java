package io.github.valkeyflavors.samples.storefront.latency;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands in for the network and the work behind it: what answers from inside the process
 * takes microseconds, which nothing can be shown with. Waiting, unlike heavy work, takes
 * equally long on every machine and leaves its processors alone.
 *
 * @param duration the time it takes at least
 * @since 0.1.0
 */
public record Latency(Duration duration) {

	/**
	 * Lets the time pass, or returns early when the thread is interrupted.
	 */
	public void pass() {
		long deadline = System.nanoTime() + this.duration.toNanos();
		long remaining = this.duration.toNanos();
		while (remaining > 0 && !Thread.currentThread().isInterrupted()) {
			LockSupport.parkNanos(this, remaining);
			remaining = deadline - System.nanoTime();
		}
	}

}
