package io.github.valkeyflavors.queue;

/**
 * Called when a job is given up: its retries are used up, its deadline is over, its
 * arguments do not fit, or it was discarded because it asks for that. All beans of this
 * type are called, after the job has left the queue for the dead set.
 * <p>
 * Must be thread-safe. Called at least once: after an outage in this very moment, twice
 * or by another process. What it throws is logged and changes nothing.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DeathHandler {

	/**
	 * Takes note of a job that is given up.
	 * @param job the job
	 * @param failure what it threw last
	 */
	void died(JobContext job, Throwable failure);

}
