package io.github.valkeyflavors.queue.protocol;

import java.time.Duration;
import java.time.Instant;

/**
 * What becomes of a job that failed.
 *
 * @since 0.1.0
 */
public sealed interface FailureOutcome {

	/**
	 * The job goes to the retry set.
	 *
	 * @param payload the payload with the fields of the failure
	 * @param count how many retries come before this one
	 * @param delay how long it waits
	 * @param at when it is due
	 */
	record Retry(JobPayload payload, int count, Duration delay, Instant at) implements FailureOutcome {

	}

	/**
	 * The retries are used up and the job goes to the dead set.
	 *
	 * @param payload the payload with the fields of the failure
	 */
	record Dead(JobPayload payload) implements FailureOutcome {

	}

	/**
	 * The job is gone, because it asked for that.
	 */
	record Discarded() implements FailureOutcome {

	}

}
