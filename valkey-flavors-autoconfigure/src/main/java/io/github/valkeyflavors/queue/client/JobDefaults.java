package io.github.valkeyflavors.queue.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.queue.protocol.RetryLimit;

/**
 * How the jobs of one type are pushed unless the call says otherwise. Immutable and
 * thread-safe.
 *
 * @param queue the name of the queue
 * @param retry how often a failing job is retried
 * @param retryFor how long after its first failure a job is retried, or {@code null} for
 * no deadline
 * @param backtrace how many lines of the stack trace a failed job keeps, 0 for none
 * @param outage what becomes of a job while the queue server is away
 * @param inlineSafe whether a method of this application performs the job and may do so
 * in the thread that enqueues it
 * @since 0.1.0
 */
public record JobDefaults(String queue, RetryLimit retry, @Nullable Duration retryFor, int backtrace, OutageMode outage,
		boolean inlineSafe) {

	/**
	 * What applies to a type that the application does not declare.
	 */
	public static final JobDefaults UNDECLARED = new JobDefaults("default", RetryLimit.STANDARD, null, 0);

	/**
	 * Creates defaults of a job that fails while the queue server is away.
	 * @param queue the name of the queue
	 * @param retry how often a failing job is retried
	 * @param retryFor how long after its first failure a job is retried, or {@code null}
	 * @param backtrace how many lines of the stack trace a failed job keeps
	 */
	public JobDefaults(String queue, RetryLimit retry, @Nullable Duration retryFor, int backtrace) {
		this(queue, retry, retryFor, backtrace, OutageMode.FAIL, false);
	}

	/**
	 * Returns the same with another outage mode.
	 * @param outage what becomes of a job while the queue server is away
	 * @param inlineSafe whether the job may run in the thread that enqueues it
	 * @return the changed defaults
	 */
	public JobDefaults withOutage(OutageMode outage, boolean inlineSafe) {
		return new JobDefaults(this.queue, this.retry, this.retryFor, this.backtrace, outage, inlineSafe);
	}

}
