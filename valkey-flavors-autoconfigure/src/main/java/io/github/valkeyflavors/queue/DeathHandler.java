package io.github.valkeyflavors.queue;

/**
 * Called when a job is given up: its retries are used up, its deadline is over, its
 * arguments do not fit, its type is unknown where such jobs are not left to others, too
 * many processes were lost with it in hand, or it was discarded because it asks for that.
 * All beans of this type are called, after the job has left the hand of the process for
 * the dead set.
 * <p>
 * Must be thread-safe. Called once as a rule; not at all if the process dies in this very
 * moment, and perhaps twice after a lost reply. Who depends on it compares with the dead
 * set from time to time. What it throws is logged and changes nothing.
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
