package io.github.valkeyflavors.queue.worker;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.DeathHandler;
import io.github.valkeyflavors.queue.JobArgumentException;
import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.RetryDelay;
import io.github.valkeyflavors.queue.UnknownJobTypeException;
import io.github.valkeyflavors.queue.protocol.FailureOutcome;
import io.github.valkeyflavors.queue.protocol.JobFailure;
import io.github.valkeyflavors.queue.protocol.RetryLimit;
import io.github.valkeyflavors.queue.protocol.RetryRules;

/**
 * What an application says about jobs that fail: how long they wait for their next run,
 * and who is told when they are given up. Thread-safe.
 *
 * @since 0.1.0
 */
public final class FailureRules {

	private static final Log logger = LogFactory.getLog(FailureRules.class);

	private static final Duration LONGEST_DELAY = Duration.ofDays(3_650);

	private final RetryDelay fallback = RetryDelay.sidekiq(new SecureRandom());

	private final RetryDelay retryDelay;

	private final List<DeathHandler> deathHandlers;

	/**
	 * Creates rules.
	 * @param retryDelay how long a failed job waits for its next run, unless its type
	 * declares otherwise
	 * @param deathHandlers what is told of jobs that are given up
	 */
	public FailureRules(RetryDelay retryDelay, List<DeathHandler> deathHandlers) {
		this.retryDelay = retryDelay;
		this.deathHandlers = List.copyOf(deathHandlers);
	}

	/**
	 * Decides what becomes of a job that failed, and logs it.
	 * @param job the job
	 * @param method the method that performs jobs of its type, or {@code null} if there
	 * is none
	 * @param failure what was thrown
	 * @param at the time of the failure
	 * @return what becomes of the job
	 */
	public FailureOutcome decide(PerformableJob job, @Nullable JobMethod method, Throwable failure, Instant at) {
		FailureOutcome outcome = outcome(job, method, failure, at);
		try {
			log(job, outcome, failure);
		}
		catch (RuntimeException ex) {
			// The failure is the application's code too
			logger.error("The %s failed with a %s that cannot be logged".formatted(job, failure.getClass().getName()));
		}
		return outcome;
	}

	private static void log(PerformableJob job, FailureOutcome outcome, Throwable failure) {
		if (outcome instanceof FailureOutcome.Retry retry) {
			logger.warn("The %s failed, retry %d follows in %d s".formatted(job, retry.count() + 1,
					retry.delay().toSeconds()), failure);
		}
		else if (outcome instanceof FailureOutcome.Dead) {
			logger.error("The %s failed and is not retried: it goes to the dead set".formatted(job), failure);
		}
		else {
			logger.error("The %s failed and is discarded, as it asks for".formatted(job), failure);
		}
	}

	/**
	 * Decides what becomes of a job that failed although it was not the job's fault, and
	 * that nothing else could be decided about.
	 * @param job the job
	 * @param failure what was thrown
	 * @param at the time of the failure
	 * @return what becomes of the job: a retry after a minute if it has any left
	 */
	public FailureOutcome decideInNeed(PerformableJob job, Throwable failure, Instant at) {
		JobFailure what = new JobFailure(job.queue(), failure.getClass().getName(), message(failure), List.of(), at);
		return RetryRules.afterFailure(job.payload(), RetryLimit.STANDARD, what, (count) -> Duration.ofMinutes(1));
	}

	private FailureOutcome outcome(PerformableJob job, @Nullable JobMethod method, Throwable failure, Instant at) {
		JobFailure what = new JobFailure(job.queue(), failure.getClass().getName(), message(failure),
				backtrace(failure, job.payload().backtrace()), at);
		if (failure instanceof JobArgumentException || failure instanceof UnknownJobTypeException) {
			return RetryRules.afterHopelessFailure(job.payload(), what);
		}
		RetryLimit undeclared = (method != null) ? method.options().retry() : RetryLimit.STANDARD;
		RetryDelay declared = (method != null) ? method.retryDelay() : null;
		RetryDelay delay = (declared != null) ? declared : this.retryDelay;
		return RetryRules.afterFailure(job.payload(), undeclared, what, (count) -> delay(delay, count, job, failure));
	}

	// The delay is the application's code: whatever it throws or returns
	private Duration delay(RetryDelay delay, int count, JobContext job, Throwable failure) {
		try {
			Duration wait = delay.before(count, job, failure);
			if (wait != null && !wait.isNegative() && wait.compareTo(LONGEST_DELAY) <= 0) {
				return wait;
			}
			logger.error("The retry delay of the %s is %s: Sidekiq's delay applies".formatted(job, wait));
		}
		catch (Throwable ex) {
			logger.error("The retry delay of the %s failed: Sidekiq's delay applies".formatted(job), ex);
		}
		return this.fallback.before(count, job, failure);
	}

	private static List<String> backtrace(Throwable failure, int lines) {
		return Arrays.stream(failure.getStackTrace()).limit(lines).map(StackTraceElement::toString).toList();
	}

	private static String message(Throwable failure) {
		try {
			String message = failure.getMessage();
			return (message != null) ? message : failure.getClass().getName();
		}
		catch (RuntimeException ex) {
			return "The message of the error cannot be read: " + ex.getClass().getName();
		}
	}

	/**
	 * Tells the application that a job is given up.
	 * @param job the job
	 * @param failure what it threw last
	 */
	public void died(JobContext job, Throwable failure) {
		for (DeathHandler handler : this.deathHandlers) {
			try {
				handler.died(job, failure);
			}
			catch (Throwable ex) {
				logger.error("A death handler failed for the %s".formatted(job), ex);
			}
		}
	}

}
