package io.github.valkeyflavors.queue.worker;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
 * clock, to their queue, many in one step on the server. Any number of processes may do
 * so at the same time: whoever removes a job from the set pushes it. Thread-safe.
 */
final class ScheduledPoller {

	private static final Log logger = LogFactory.getLog(ScheduledPoller.class);

	private static final int BATCH = 200;

	private static final LuaScript DUE = new LuaScript("""
			local time = redis.call('TIME')
			local now = time[1] .. '.' .. string.format('%06d', time[2])
			return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
			""");

	// For each job: what it was, what it becomes, and the number of its queue, or 0 for
	// the dead set, where a job goes too whose queue is no list
	private static final LuaScript PROMOTE = new LuaScript("""
			local time = redis.call('TIME')
			local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
			local names = #KEYS - 3
			local promoted = 0
			for i = 4 + names, #ARGV, 3 do
				local score = redis.call('ZSCORE', KEYS[1], ARGV[i])
				if score and tonumber(score) <= now and redis.call('ZREM', KEYS[1], ARGV[i]) == 1 then
					local queue = tonumber(ARGV[i + 2])
					if queue > 0 then
						local pushed = redis.pcall('LPUSH', KEYS[3 + queue], ARGV[i + 1])
						if type(pushed) == 'number' then
							redis.call('SADD', KEYS[2], ARGV[3 + queue])
						else
							queue = 0
						end
					end
					if queue == 0 then
						redis.call('ZADD', KEYS[3], ARGV[1], ARGV[i + 1])
						redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', ARGV[2])
						redis.call('ZREMRANGEBYRANK', KEYS[3], 0, ARGV[3])
					end
					promoted = promoted + 1
				end
			end
			return promoted
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
				due = DUE.list(connection, List.of(set), BATCH);
				if (!due.isEmpty()) {
					promote(connection, set, due);
				}
			}
			while (due.size() == BATCH && this.quiet.getCount() > 0);
		}
	}

	private void promote(RedisConnection connection, String set, List<byte[]> due) {
		Instant now = this.clock.instant();
		List<String> queues = new ArrayList<>();
		List<Object> jobs = new ArrayList<>();
		for (byte[] job : due) {
			jobs.add(job);
			try {
				JobPayload payload = JobPayload.parse(new String(job, StandardCharsets.UTF_8)).enqueued(now);
				if (!queues.contains(payload.queue())) {
					queues.add(payload.queue());
				}
				jobs.add(payload.toJson());
				jobs.add(queues.indexOf(payload.queue()) + 1);
			}
			catch (MalformedPayloadException ex) {
				logger.error("An entry of '%s' is no job and goes to the dead set: %s".formatted(set, ex.getMessage()));
				jobs.add(job);
				jobs.add(0);
			}
		}
		List<String> keys = new ArrayList<>(List.of(set, QueueKeys.QUEUES, QueueKeys.DEAD));
		queues.forEach((queue) -> keys.add(QueueKeys.queue(queue)));
		List<Object> arguments = new ArrayList<>(
				List.of(SidekiqTime.scoreSeconds(now), RetryRules.deadBefore(now), RetryRules.DEAD_LAST_RANK));
		arguments.addAll(queues);
		arguments.addAll(jobs);
		PROMOTE.count(connection, keys, arguments.toArray());
	}

}
