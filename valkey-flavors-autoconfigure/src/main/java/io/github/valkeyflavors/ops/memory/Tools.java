package io.github.valkeyflavors.ops.memory;

import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.github.valkeyflavors.ops.server.ServerReader;

/**
 * What an audit works with.
 *
 * @param clock tells when an audit started
 * @param nanoTime measures durations
 * @param pauses waits
 * @param random chooses the keys that are measured, a new one for each database
 */
record Tools(InstantSource clock, LongSupplier nanoTime, Pauses pauses, Supplier<RandomGenerator> random) {

	static Tools standard(InstantSource clock) {
		return new Tools(clock, System::nanoTime, MemoryAuditRun::pause, SplittableRandom::new);
	}

	ServerReader reader() {
		return new ServerReader(this.clock);
	}

	/**
	 * Waits.
	 */
	@FunctionalInterface
	interface Pauses {

		/**
		 * Waits for some time, or until a run is cancelled.
		 */
		void pause(MemoryAuditRun run, long nanos) throws InterruptedException;

	}

}
