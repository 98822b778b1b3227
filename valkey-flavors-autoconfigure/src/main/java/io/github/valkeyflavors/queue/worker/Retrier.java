package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.queue.DeathHandler;
import io.github.valkeyflavors.queue.JobArgumentException;
import io.github.valkeyflavors.queue.RetryDelay;
import io.github.valkeyflavors.queue.UnknownJobTypeException;
import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.FailureOutcome;
import io.github.valkeyflavors.queue.protocol.JobFailure;
import io.github.valkeyflavors.queue.protocol.QueueKeys;
import io.github.valkeyflavors.queue.protocol.RetryLimit;
import io.github.valkeyflavors.queue.protocol.RetryRules;
import io.github.valkeyflavors.queue.protocol.SidekiqTime;

/**
 * Takes care of a job that failed: it leaves the hand of this process and enters
 * {@code retry} or {@code dead} (sorted sets without expiry), or goes back to its queue,
 * in one step. The dead set is trimmed at each entry. Thread-safe.
 */
final class Retrier {

	private static final Log logger = LogFactory.getLog(Retrier.class);

	private static final LuaScript RETRY = new LuaScript("""
			local removed = redis.call('LREM', KEYS[1], -1, ARGV[1])
			if removed > 0 then
				redis.call('ZADD', KEYS[2], ARGV[2], ARGV[3])
			end
			return removed
			""");

	private static final LuaScript BURY = new LuaScript("""
			local removed = redis.call('LREM', KEYS[1], -1, ARGV[1])
			if removed > 0 then
				redis.call('ZADD', KEYS[2], ARGV[2], ARGV[3])
				redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[4])
				redis.call('ZREMRANGEBYRANK', KEYS[2], 0, ARGV[5])
			end
			return removed
			""");

	private static final LuaScript PUT_BACK = new LuaScript("""
			local removed = redis.call('LREM', KEYS[1], -1, ARGV[1])
			if removed > 0 then
				redis.call('LPUSH', KEYS[2], ARGV[1])
			end
			return removed
			""");

	private final Hand hand;

	private final RetryDelay retryDelay;

	private final RetryDelay fallback;

	private final List<DeathHandler> deathHandlers;

	private final InstantSource clock;

	Retrier(Hand hand, RetryDelay retryDelay, RetryDelay fallback, List<DeathHandler> deathHandlers,
			InstantSource clock) {
		this.hand = hand;
		this.retryDelay = retryDelay;
		this.fallback = fallback;
		this.deathHandlers = List.copyOf(deathHandlers);
		this.clock = clock;
	}

	// Decides what becomes of a job that threw, and logs it. Nothing is written yet.
	FailureOutcome decide(RunningJob job, @Nullable JobMethod method, Throwable failure) {
		FailureOutcome outcome = outcome(job, method, failure);
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
		return outcome;
	}

	private FailureOutcome outcome(RunningJob job, @Nullable JobMethod method, Throwable failure) {
		JobFailure what = new JobFailure(job.queue(), failure.getClass().getName(), message(failure),
				backtrace(failure, job.payload().backtrace()), this.clock.instant());
		if (failure instanceof JobArgumentException || failure instanceof UnknownJobTypeException) {
			return RetryRules.afterHopelessFailure(job.payload(), what);
		}
		RetryLimit undeclared = (method != null) ? method.options().retry() : RetryLimit.STANDARD;
		RetryDelay declared = (method != null) ? method.retryDelay() : null;
		RetryDelay delay = (declared != null) ? declared : this.retryDelay;
		return RetryRules.afterFailure(job.payload(), undeclared, what, (count) -> delay(delay, count, job, failure));
	}

	// The delay is the application's code, whatever it throws
	private Duration delay(RetryDelay delay, int count, RunningJob job, Throwable failure) {
		try {
			Duration wait = delay.before(count, job, failure);
			if (wait != null && !wait.isNegative()) {
				return wait;
			}
			logger.error("The retry delay of the %s is %s: Sidekiq's delay applies".formatted(job, wait));
		}
		catch (RuntimeException ex) {
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
	 * Carries out what was decided. May be repeated when the server did not answer.
	 * @param connection the connection to use
	 * @param work the job
	 * @param outcome what was decided
	 * @return whether the job was in hand
	 */
	boolean apply(RedisConnection connection, Work work, FailureOutcome outcome) {
		if (outcome instanceof FailureOutcome.Retry retry) {
			return RETRY.count(connection, List.of(this.hand.key(work.queue()), QueueKeys.RETRY), work.job(),
					SidekiqTime.scoreSeconds(retry.at()), retry.payload().toJson()) > 0;
		}
		if (outcome instanceof FailureOutcome.Dead dead) {
			return bury(connection, work, LuaScript.bytes(dead.payload().toJson()));
		}
		throw new IllegalArgumentException("A discarded job is acknowledged: " + outcome);
	}

	// Sends an entry that is no job to the dead set as it is.
	boolean buryAsIs(RedisConnection connection, Work work) {
		return bury(connection, work, work.job());
	}

	private boolean bury(RedisConnection connection, Work work, byte[] job) {
		Instant now = this.clock.instant();
		return BURY.count(connection, List.of(this.hand.key(work.queue()), QueueKeys.DEAD), work.job(),
				SidekiqTime.scoreSeconds(now), job, SidekiqTime.scoreSeconds(now.minus(RetryRules.DEAD_TIMEOUT)),
				String.valueOf(-RetryRules.DEAD_MAX_JOBS - 1)) > 0;
	}

	// Returns a job to the far end of its queue, as it is.
	boolean putBack(RedisConnection connection, Work work) {
		return PUT_BACK.count(connection, List.of(this.hand.key(work.queue()), QueueKeys.queue(work.queue())),
				work.job()) > 0;
	}

	// Tells the application that a job is given up
	void died(RunningJob job, Throwable failure) {
		for (DeathHandler handler : this.deathHandlers) {
			try {
				handler.died(job, failure);
			}
			catch (RuntimeException ex) {
				logger.error("A death handler failed for the %s".formatted(job), ex);
			}
		}
	}

}
