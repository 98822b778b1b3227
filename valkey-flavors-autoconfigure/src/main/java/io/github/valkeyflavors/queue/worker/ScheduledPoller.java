package io.github.valkeyflavors.queue.worker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.MalformedPayloadException;
import io.github.valkeyflavors.queue.protocol.QueueKeys;
import io.github.valkeyflavors.queue.protocol.RetryRules;
import io.github.valkeyflavors.queue.protocol.SidekiqTime;

/**
 * Moves jobs of the sets {@code retry} and {@code schedule} that are due, by the server's
 * clock, to their queue. Any number of processes may do so at the same time: whoever
 * removes a job from the set pushes it, in one step on the server. Thread-safe.
 */
final class ScheduledPoller {

	private static final Log logger = LogFactory.getLog(ScheduledPoller.class);

	private static final int BATCH = 100;

	private static final LuaScript DUE = new LuaScript("""
			local time = redis.call('TIME')
			local now = time[1] .. '.' .. string.format('%06d', time[2])
			return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
			""");

	private static final LuaScript PROMOTE = new LuaScript("""
			local removed = redis.call('ZREM', KEYS[1], ARGV[1])
			if removed == 1 then
				redis.call('SADD', KEYS[2], ARGV[2])
				redis.call('LPUSH', KEYS[3], ARGV[3])
			end
			return removed
			""");

	private static final LuaScript BURY = new LuaScript("""
			local removed = redis.call('ZREM', KEYS[1], ARGV[1])
			if removed == 1 then
				redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
				redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[3])
				redis.call('ZREMRANGEBYRANK', KEYS[2], 0, ARGV[4])
			end
			return removed
			""");

	private final InstantSource clock;

	private final CountDownLatch quiet;

	ScheduledPoller(InstantSource clock, CountDownLatch quiet) {
		this.clock = clock;
		this.quiet = quiet;
	}

	// Moves all jobs that are due now.
	void poll(RedisConnection connection) {
		for (String set : List.of(QueueKeys.RETRY, QueueKeys.SCHEDULE)) {
			List<byte[]> due;
			do {
				due = DUE.list(connection, List.of(set), String.valueOf(BATCH));
				for (byte[] job : due) {
					promote(connection, set, job);
				}
			}
			while (due.size() == BATCH && this.quiet.getCount() > 0);
		}
	}

	private void promote(RedisConnection connection, String set, byte[] job) {
		try {
			JobPayload payload = JobPayload.parse(new String(job, StandardCharsets.UTF_8))
				.enqueued(this.clock.instant());
			String queue = payload.queue();
			PROMOTE.count(connection, List.of(set, QueueKeys.QUEUES, QueueKeys.queue(queue)), job, queue,
					payload.toJson());
		}
		catch (MalformedPayloadException ex) {
			logger.error("An entry of '%s' is no job and goes to the dead set: %s".formatted(set, ex.getMessage()));
			Duration timeout = RetryRules.DEAD_TIMEOUT;
			BURY.count(connection, List.of(set, QueueKeys.DEAD), job, SidekiqTime.scoreSeconds(this.clock.instant()),
					SidekiqTime.scoreSeconds(this.clock.instant().minus(timeout)),
					String.valueOf(-RetryRules.DEAD_MAX_JOBS - 1));
		}
	}

}
