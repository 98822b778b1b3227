package io.github.valkeyflavors.queue.worker;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.perform.FailureRules;
import io.github.valkeyflavors.queue.perform.JobMethod;
import io.github.valkeyflavors.queue.protocol.FailureOutcome;
import io.github.valkeyflavors.queue.protocol.QueueKeys;
import io.github.valkeyflavors.queue.protocol.RetryRules;
import io.github.valkeyflavors.queue.protocol.SidekiqTime;

/**
 * Takes care of a job that failed: it leaves the hand of this process and enters
 * {@code retry} or {@code dead} (sorted sets without expiry), or goes back to its queue,
 * in one step. The dead set is trimmed at each entry. Thread-safe.
 */
final class Retrier {

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

	private static final LuaScript DISCARD = new LuaScript("""
			return redis.call('LREM', KEYS[1], -1, ARGV[1])
			""");

	private static final LuaScript PUT_BACK = new LuaScript("""
			local removed = redis.call('LREM', KEYS[1], -1, ARGV[1])
			if removed > 0 then
				redis.call('LPUSH', KEYS[2], ARGV[1])
			end
			return removed
			""");

	private final Hand hand;

	private final FailureRules rules;

	private final InstantSource clock;

	Retrier(Hand hand, FailureRules rules, InstantSource clock) {
		this.hand = hand;
		this.rules = rules;
		this.clock = clock;
	}

	// Decides what becomes of a job that threw. Nothing is written yet.
	FailureOutcome decide(RunningJob job, @Nullable JobMethod method, Throwable failure) {
		return this.rules.decide(job, method, failure, this.clock.instant());
	}

	FailureOutcome decideInNeed(RunningJob job, Throwable failure) {
		return this.rules.decideInNeed(job, failure, this.clock.instant());
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
		return DISCARD.count(connection, List.of(this.hand.key(work.queue())), work.job()) > 0;
	}

	// Sends an entry that is no job to the dead set as it is.
	boolean buryAsIs(RedisConnection connection, Work work) {
		return bury(connection, work, work.job());
	}

	private boolean bury(RedisConnection connection, Work work, byte[] job) {
		Instant now = this.clock.instant();
		return BURY.count(connection, List.of(this.hand.key(work.queue()), QueueKeys.DEAD), work.job(),
				SidekiqTime.scoreSeconds(now), job, RetryRules.deadBefore(now), RetryRules.DEAD_LAST_RANK) > 0;
	}

	// Returns a job to the far end of its queue, as it is.
	boolean putBack(RedisConnection connection, Work work) {
		return PUT_BACK.count(connection, List.of(this.hand.key(work.queue()), QueueKeys.queue(work.queue())),
				work.job()) > 0;
	}

	// Tells the application that a job is given up
	void died(RunningJob job, Throwable failure) {
		this.rules.died(job, failure);
	}

}
