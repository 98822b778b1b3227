package io.github.valkeyflavors.queue.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

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
 * @since 0.1.0
 */
public record JobDefaults(String queue, RetryLimit retry, @Nullable Duration retryFor, int backtrace) {

	/**
	 * What applies to a type that the application does not declare.
	 */
	public static final JobDefaults UNDECLARED = new JobDefaults("default", RetryLimit.STANDARD, null, 0);

}
