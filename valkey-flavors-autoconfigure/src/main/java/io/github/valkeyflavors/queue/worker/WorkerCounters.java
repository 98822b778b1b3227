package io.github.valkeyflavors.queue.worker;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a worker counts, from its start on. Thread-safe.
 *
 * @param processed runs that ended, with or without success
 * @param failed runs that failed
 * @param dead jobs that were given up
 * @param recovered jobs that were taken over from lost processes
 * @param lostClaims jobs that ended after this process had counted as lost
 * @param unknown jobs whose type no method declares
 * @param expired jobs that were dropped because they came too late
 */
record WorkerCounters(LongAdder processed, LongAdder failed, LongAdder dead, LongAdder recovered, LongAdder lostClaims,
		LongAdder unknown, LongAdder expired) {

	/**
	 * Creates counters that stand at zero.
	 */
	WorkerCounters() {
		this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(),
				new LongAdder());
	}

}
