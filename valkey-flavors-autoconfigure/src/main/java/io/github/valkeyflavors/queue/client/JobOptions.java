package io.github.valkeyflavors.queue.client;

import io.github.valkeyflavors.queue.protocol.RetryLimit;

/**
 * How the jobs of one type are pushed. Immutable and thread-safe.
 *
 * @param queue the name of the queue
 * @param retry how often a failing job is retried
 * @since 0.1.0
 */
public record JobOptions(String queue, RetryLimit retry) {

	/**
	 * What applies to a type that the application does not declare.
	 */
	public static final JobOptions UNDECLARED = new JobOptions("default", RetryLimit.STANDARD);

}
