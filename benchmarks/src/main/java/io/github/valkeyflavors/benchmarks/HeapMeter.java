package io.github.valkeyflavors.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What is left on the heap of this process after collections.
 */
final class HeapMeter {

	private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

	private static final int COLLECTIONS = 5;

	private static final double MEGABYTE = 1024 * 1024;

	private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

	void await(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			LockSupport.parkNanos(LOOK);
		}
	}

	/**
	 * The least of several looks, each after a collection, because the worker goes on.
	 */
	double usedMegabytes() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < COLLECTIONS; i++) {
			this.memory.gc();
			least = Math.min(least, this.memory.getHeapMemoryUsage().getUsed());
			LockSupport.parkNanos(LOOK);
		}
		return least / MEGABYTE;
	}

}
