package io.github.valkeyflavors.queue.protocol;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides what becomes of a job that failed, as Sidekiq does:
 * <ol>
 * <li>A job with {@code retry: false} is discarded.</li>
 * <li>A job with retries left goes to the retry set, with the error, the time of the
 * first and of the last failure and the number of retries so far.</li>
 * <li>A job without goes to the dead set, unless it says {@code dead: false}: then it is
 * discarded.</li>
 * </ol>
 * Thread-safe if the delay is.
 *
 * @since 0.1.0
 */
public final class RetryRules {

	/**
	 * The largest number of jobs in the dead set; the oldest leave first.
	 */
	public static final int DEAD_MAX_JOBS = 10_000;

	/**
	 * How long a job stays in the dead set.
	 */
	public static final Duration DEAD_TIMEOUT = Duration.ofDays(180);

	private static final int ERROR_MESSAGE_LENGTH = 10_000;

	private final RetryDelay delay;

	/**
	 * Creates the rules.
	 * @param delay how long a failed job waits for its next run
	 */
	public RetryRules(RetryDelay delay) {
		this.delay = delay;
	}

	/**
	 * Decides what becomes of a job that failed.
	 * @param payload the payload of the job
	 * @param queue the name of the queue that it was taken from
	 * @param undeclared how often it is retried if the payload does not say
	 * @param errorClass the kind of the error
	 * @param errorMessage the text of the error, of which 10,000 characters are kept
	 * @param now the time of the failure
	 * @return what becomes of it
	 */
	public FailureOutcome afterFailure(JobPayload payload, String queue, RetryLimit undeclared, String errorClass,
			String errorMessage, Instant now) {
		RetryLimit declared = payload.retry();
		RetryLimit limit = (declared != null) ? declared : undeclared;
		if (limit.discards()) {
			return new FailureOutcome.Discarded();
		}
		Integer retried = payload.retryCount();
		int count = (retried != null) ? retried + 1 : 0;
		JobPayload failed = payload.failed(queue, errorClass, truncate(errorMessage), count, now);
		if (count < limit.attempts()) {
			Duration wait = this.delay.before(count);
			return new FailureOutcome.Retry(failed, count, wait, now.plus(wait));
		}
		return payload.staysOutOfDeadSet() ? new FailureOutcome.Discarded() : new FailureOutcome.Dead(failed);
	}

	private static String truncate(String message) {
		if (message.codePointCount(0, message.length()) <= ERROR_MESSAGE_LENGTH) {
			return message;
		}
		return message.substring(0, message.offsetByCodePoints(0, ERROR_MESSAGE_LENGTH));
	}

}
