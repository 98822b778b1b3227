package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.queue.client.JobDefaults;
import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.FailureOutcome;
import io.github.valkeyflavors.queue.protocol.JobFailure;
import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.MalformedPayloadException;
import io.github.valkeyflavors.queue.protocol.QueueKeys;
import io.github.valkeyflavors.queue.protocol.RetryRules;
import io.github.valkeyflavors.queue.protocol.SidekiqTime;
import io.github.valkeyflavors.queue.worker.Fetcher.Work;

/**
 * Takes care of a job that failed: it leaves the hand of this process and enters
 * {@code retry} or {@code dead} (sorted sets without expiry) in one step. The dead set is
 * trimmed at each entry. Thread-safe.
 */
final class Retrier {

	private static final Log logger = LogFactory.getLog(Retrier.class);

	private static final LuaScript RETRY = new LuaScript("""
			local removed = redis.call('LREM', KEYS[1], 1, ARGV[1])
			if removed > 0 then
				redis.call('ZADD', KEYS[2], ARGV[2], ARGV[3])
			end
			return removed
			""");

	private static final LuaScript BURY = new LuaScript("""
			local removed = redis.call('LREM', KEYS[1], 1, ARGV[1])
			if removed > 0 then
				redis.call('ZADD', KEYS[2], ARGV[2], ARGV[3])
				redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[4])
				redis.call('ZREMRANGEBYRANK', KEYS[2], 0, ARGV[5])
			end
			return removed
			""");

	private final Fetcher fetcher;

	private final JobMethods methods;

	private final InstantSource clock;

	Retrier(Fetcher fetcher, JobMethods methods, InstantSource clock) {
		this.fetcher = fetcher;
		this.methods = methods;
		this.clock = clock;
	}

	// Decides what becomes of a job that threw, and logs it. Nothing is written yet.
	FailureOutcome decide(Work work, JobPayload payload, Throwable failure) {
		JobDefaults options = this.methods.options(payload.type());
		FailureOutcome outcome = RetryRules.afterFailure(payload, options.retry(), new JobFailure(work.queue(),
				failure.getClass().getName(), message(failure), List.of(), this.clock.instant()),
				(count) -> Duration.ofSeconds(15));
		if (outcome instanceof FailureOutcome.Retry retry) {
			logger.warn("The %s failed, retry %d follows in %d s".formatted(payload, retry.count() + 1,
					retry.delay().toSeconds()), failure);
		}
		else if (outcome instanceof FailureOutcome.Dead) {
			logger.error("The %s failed and has no retries left: it goes to the dead set".formatted(payload), failure);
		}
		else {
			logger.error("The %s failed and is discarded, as it asks for".formatted(payload), failure);
		}
		return outcome;
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

	// Carries out what was decided. May be repeated when the server did not answer.
	void apply(RedisConnection connection, Work work, FailureOutcome outcome) {
		if (outcome instanceof FailureOutcome.Retry retry) {
			long removed = RETRY.count(connection, List.of(this.fetcher.inHandKey(work), QueueKeys.RETRY), work.job(),
					SidekiqTime.scoreSeconds(retry.at()), retry.payload().toJson());
			this.fetcher.settled(work, removed);
		}
		else if (outcome instanceof FailureOutcome.Dead dead) {
			bury(connection, work, LuaScript.bytes(dead.payload().toJson()));
		}
		else {
			this.fetcher.acknowledge(connection, work);
		}
	}

	// Sends an entry that is no job to the dead set as it is.
	void bury(RedisConnection connection, Work work, MalformedPayloadException reason) {
		logger.error("An entry of queue '%s' is no job and goes to the dead set: %s".formatted(work.queue(),
				reason.getMessage()));
		bury(connection, work, work.job());
	}

	private void bury(RedisConnection connection, Work work, byte[] job) {
		Instant now = this.clock.instant();
		long removed = BURY.count(connection, List.of(this.fetcher.inHandKey(work), QueueKeys.DEAD), work.job(),
				SidekiqTime.scoreSeconds(now), job, SidekiqTime.scoreSeconds(now.minus(RetryRules.DEAD_TIMEOUT)),
				String.valueOf(-RetryRules.DEAD_MAX_JOBS - 1));
		this.fetcher.settled(work, removed);
	}

}
