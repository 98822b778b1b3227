package io.github.valkeyflavors.queue.worker;

/**
 * How a worker is at a moment. Immutable and thread-safe.
 *
 * @param identity host name, process id and a random part
 * @param quiet whether it takes no new jobs
 * @param concurrency how many jobs it can run at the same time
 * @param busy how many jobs run
 * @param processed runs that ended since its start, with or without success
 * @param failed runs that failed since its start
 * @param dead jobs that it gave up since its start
 * @param recovered jobs that it took over from lost processes since its start
 * @param lostClaims jobs that ended after this process had counted as lost
 * @param unknown jobs that came whose type no method declares
 * @param expired jobs that were dropped because they came too late
 * @param serverFull whether the server refused to take anything in when an idle queue was
 * looked at last
 * @since 0.1.0
 */
public record WorkerState(String identity, boolean quiet, int concurrency, int busy, long processed, long failed,
		long dead, long recovered, long lostClaims, long unknown, long expired, boolean serverFull) {

}
