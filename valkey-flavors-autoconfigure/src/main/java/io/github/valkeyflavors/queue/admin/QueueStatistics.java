package io.github.valkeyflavors.queue.admin;

/**
 * The counts over all queues, as Sidekiq's dashboard shows them.
 *
 * @param processed the number of runs that ended so far, with or without success
 * @param failed the number of runs that failed so far
 * @param enqueued the number of jobs that wait in queues
 * @param scheduled the number of jobs for later
 * @param retries the number of failed jobs that wait for a retry
 * @param dead the number of jobs that were given up
 * @param processes the number of processes that are listed, those that died since
 * {@link JobQueues#processes} was called last included
 * @since 0.1.0
 */
public record QueueStatistics(long processed, long failed, long enqueued, long scheduled, long retries, long dead,
		long processes) {

}
