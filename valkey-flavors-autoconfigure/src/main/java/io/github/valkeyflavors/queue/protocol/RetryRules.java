package io.github.valkeyflavors.queue.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * Decides what becomes of a job that failed, as Sidekiq does:
 * <ol>
 * <li>A job with {@code retry: false} is discarded.</li>
 * <li>A job with retries left, or before the end of its {@code retry_for}, goes to the
 * retry set, with the error, the time of the first and of the last failure and the number
 * of retries so far.</li>
 * <li>A job without goes to the dead set, unless it says {@code dead: false}: then it is
 * discarded.</li>
 * </ol>
 * Pure functions.
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

	/**
	 * The rank of the last job that leaves the dead set when there are too many:
	 * {@code ZREMRANGEBYRANK dead 0 <rank>}.
	 */
	public static final int DEAD_LAST_RANK = -DEAD_MAX_JOBS - 1;

	private RetryRules() {
	}

	/**
	 * Returns the score up to which jobs leave the dead set because of their age:
	 * {@code ZREMRANGEBYSCORE dead -inf <score>}.
	 * @param now the time of an entry
	 * @return epoch seconds with six decimals
	 */
	public static String deadBefore(Instant now) {
		return SidekiqTime.scoreSeconds(now.minus(DEAD_TIMEOUT));
	}

	/**
	 * Decides what becomes of a job that failed.
	 * @param payload the payload of the job
	 * @param undeclared how often it is retried if the payload does not say
	 * @param failure what happened
	 * @param delay returns how long it waits before its next run, from the number of
	 * retries so far; asked only if there is one
	 * @return what becomes of it
	 */
	public static FailureOutcome afterFailure(JobPayload payload, RetryLimit undeclared, JobFailure failure,
			IntFunction<Duration> delay) {
		RetryLimit declared = payload.retry();
		RetryLimit limit = (declared != null) ? declared : undeclared;
		if (limit.discards()) {
			return new FailureOutcome.Discarded();
		}
		JobPayload failed = payload.failed(failure);
		int count = Objects.requireNonNullElse(failed.retryCount(), 0);
		if (hasRetriesLeft(failed, limit, count, failure.at())) {
			Duration wait = delay.apply(count);
			return new FailureOutcome.Retry(failed, count, wait, failure.at().plus(wait));
		}
		return givenUp(failed);
	}

	/**
	 * Decides what becomes of a job that no retry would help.
	 * @param payload the payload of the job
	 * @param failure what happened
	 * @return what becomes of it: it is dead, or discarded if it asks for that
	 */
	public static FailureOutcome afterHopelessFailure(JobPayload payload, JobFailure failure) {
		RetryLimit declared = payload.retry();
		if (declared != null && declared.discards()) {
			return new FailureOutcome.Discarded();
		}
		return givenUp(payload.failed(failure));
	}

	/**
	 * Returns what a job becomes that is given up without asking it: it ended too many
	 * processes.
	 * @param payload the payload of the job
	 * @param failure what happened
	 * @return the payload for the dead set
	 */
	public static JobPayload dead(JobPayload payload, JobFailure failure) {
		return payload.failed(failure);
	}

	/**
	 * Returns a job of the retry or dead set as it is pushed to its queue because
	 * somebody asks for that. It keeps its failure, and the run does not count as a
	 * retry: {@code retry_count} goes back by one, to -1 after the first failure, as in
	 * Sidekiq. What it does not have, the count of recoveries, starts again.
	 * @param payload the payload of the job
	 * @param enqueuedAt when it is pushed
	 * @return the payload to push
	 */
	public static JobPayload retriedByHand(JobPayload payload, Instant enqueuedAt) {
		JobPayload retried = payload.enqueued(enqueuedAt);
		Integer count = payload.retryCount();
		if (count != null) {
			retried = retried.with(JobPayload.RETRY_COUNT, String.valueOf(count - 1));
		}
		return (payload.recoveryCount() > 0) ? retried.with(JobPayload.RECOVERY_COUNT, "0") : retried;
	}

	private static FailureOutcome givenUp(JobPayload failed) {
		return failed.staysOutOfDeadSet() ? new FailureOutcome.Discarded() : new FailureOutcome.Dead(failed);
	}

	// With a deadline the number of retries does not count, as in Sidekiq
	private static boolean hasRetriesLeft(JobPayload failed, RetryLimit limit, int count, Instant now) {
		Duration retryFor = failed.retryFor();
		if (retryFor == null) {
			return count < limit.attempts();
		}
		Instant failedAt = failed.failedAt();
		return failedAt == null || !failedAt.plus(retryFor).isBefore(now);
	}

}
