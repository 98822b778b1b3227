package io.github.valkeyflavors.queue.outage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.queue.client.JobBatch;
import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.queue.protocol.QueueKeys;
import io.github.valkeyflavors.queue.protocol.SidekiqTime;

/**
 * Pushes jobs so that a push may be repeated: in the same step it notes their ids in
 * {@code valkey-flavors:pushed} (sorted set), and leaves out those that are there. An id
 * is removed by a later push once its own push was acknowledged at the first attempt;
 * others stay for a week, because an attempt that was given up may still be on its way.
 * Thread-safe.
 */
final class MarkedPush {

	private static final Duration TIME_TO_LIVE = Duration.ofDays(7);

	private static final int MOST_FORGOTTEN = 1_000;

	// Keeps in 'payloads' and 'marks' what was not pushed before
	private static final String FILTER = """
			local first, count = 3, tonumber(ARGV[2])
			local known = redis.call('ZMSCORE', KEYS[1], unpack(ARGV, first + 1, first + count))
			local now = tonumber(redis.call('TIME')[1])
			local payloads, marks, seen = {}, {}, {}
			for i = 1, count do
				local jid = ARGV[first + i]
				if not known[i] and not seen[jid] then
					seen[jid] = true
					if ARGV[3] == '' then
						payloads[#payloads + 1] = ARGV[first + 2 * count + i]
					end
					payloads[#payloads + 1] = ARGV[first + count + i]
					marks[#marks + 1] = now
					marks[#marks + 1] = jid
				end
			end
			""";

	// Marks come after what a server that is full refuses
	private static final String MARK = """
			local rest = first + (ARGV[3] == '' and 3 or 2) * count
			if #ARGV > rest then
				redis.call('ZREM', KEYS[1], unpack(ARGV, rest + 1))
			end
			redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[1]))
			redis.call('EXPIRE', KEYS[1], ARGV[1])
			return #marks / 2
			""";

	private static final LuaScript PUSH = new LuaScript(FILTER + """
			if #payloads > 0 then
				redis.call('SADD', KEYS[2], ARGV[3])
				redis.call('LPUSH', KEYS[3], unpack(payloads))
				redis.call('ZADD', KEYS[1], unpack(marks))
			end
			""" + MARK);

	private static final LuaScript SCHEDULE = new LuaScript(FILTER + """
			if #payloads > 0 then
				redis.call('ZADD', KEYS[2], unpack(payloads))
				redis.call('ZADD', KEYS[1], unpack(marks))
			end
			""" + MARK);

	private final Queue<String> forgettable = new ConcurrentLinkedQueue<>();

	private final InstantSource clock;

	MarkedPush(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Pushes jobs that were not pushed before.
	 * @param connection the connection to use
	 * @param batch the jobs
	 */
	void push(RedisConnection connection, JobBatch batch) {
		String queue = batch.queue();
		List<Object> arguments = new ArrayList<>(3 + 3 * batch.jobs().size());
		arguments.add(TIME_TO_LIVE.toSeconds());
		arguments.add(batch.jobs().size());
		arguments.add((queue != null) ? queue : "");
		batch.jobs().forEach((job) -> arguments.add(job.jid()));
		if (queue != null) {
			Instant now = this.clock.instant();
			batch.jobs().forEach((job) -> arguments.add(job.enqueued(now)));
			addForgotten(arguments);
			PUSH.count(connection, List.of(QueueKeys.PUSHED, QueueKeys.QUEUES, QueueKeys.queue(queue)),
					arguments.toArray());
		}
		else {
			batch.jobs().forEach((job) -> arguments.add(job.scheduled()));
			batch.jobs().forEach((job) -> arguments.add(SidekiqTime.scoreSeconds(Objects.requireNonNull(job.due()))));
			addForgotten(arguments);
			SCHEDULE.count(connection, List.of(QueueKeys.PUSHED, QueueKeys.SCHEDULE), arguments.toArray());
		}
	}

	// What is lost here with a push that fails goes after a week
	private void addForgotten(List<Object> arguments) {
		for (int i = 0; i < MOST_FORGOTTEN; i++) {
			String jid = this.forgettable.poll();
			if (jid == null) {
				return;
			}
			arguments.add(jid);
		}
	}

	/**
	 * Lets a later push forget jobs that nobody will push again.
	 * @param jobs jobs that were acknowledged at the first attempt
	 */
	void forget(Collection<NewJob> jobs) {
		jobs.forEach((job) -> this.forgettable.add(job.jid()));
	}

}
