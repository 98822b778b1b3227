package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.queue.ProcessLostException;
import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.JobFailure;
import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.MalformedPayloadException;
import io.github.valkeyflavors.queue.protocol.QueueKeys;
import io.github.valkeyflavors.queue.protocol.RetryRules;
import io.github.valkeyflavors.queue.protocol.SidekiqTime;
import io.github.valkeyflavors.queue.protocol.WorkerEntry;

/**
 * Returns the jobs in hand of processes whose heartbeat is gone to the right end of their
 * queue, where they are next, in the order in which they were taken. A job that may have
 * been running is counted, because it may be what ended its process: after too many of
 * that it goes to the dead set. Used by one thread.
 */
final class OrphanRecovery {

	private static final Log logger = LogFactory.getLog(OrphanRecovery.class);

	/**
	 * How long a lost process stays listed: a command of it that was on its way when it
	 * died can still put a job into its hand.
	 */
	private static final Duration LISTED_AFTER_LOSS = Duration.ofMinutes(15);

	private static final Duration LISTED_AFTER_STOP = Duration.ofMinutes(1);

	private static final LuaScript LOST = new LuaScript("""
			local lost = {}
			for i = 1, #KEYS do
				if redis.call('EXISTS', KEYS[i]) == 0 then
					lost[#lost + 1] = ARGV[i]
				end
			end
			return lost
			""");

	// Jobs that are to come back changed, or to die, are named by what they were
	private static final LuaScript GIVE_BACK = new LuaScript("""
			if redis.call('EXISTS', KEYS[1]) == 1 then
				return -1
			end
			local queues = (#KEYS - 4) / 2
			local changed = {}
			for i = 6 + queues, #ARGV, 2 do
				changed[ARGV[i]] = ARGV[i + 1]
			end
			local moved = 0
			for i = 1, queues do
				local hand = KEYS[3 + 2 * i]
				local job = redis.call('LPOP', hand)
				while job do
					local now = changed[job]
					if now and string.sub(now, 1, 1) == '!' then
						redis.call('ZADD', KEYS[4], ARGV[3], string.sub(now, 2))
					else
						redis.call('RPUSH', KEYS[4 + 2 * i], now or job)
						redis.call('SADD', KEYS[3], ARGV[5 + i])
					end
					moved = moved + 1
					job = redis.call('LPOP', hand)
				end
			end
			if moved > 0 then
				redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', ARGV[4])
				redis.call('ZREMRANGEBYRANK', KEYS[4], 0, ARGV[5])
			end
			if ARGV[2] == 'forget' then
				redis.call('HDEL', KEYS[2], ARGV[1])
			end
			return moved
			""");

	// From now on others may take over what is left
	private static final LuaScript FAREWELL = new LuaScript("""
			redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
			redis.call('SREM', KEYS[4], ARGV[1])
			return redis.call('HSET', KEYS[5], ARGV[1], ARGV[2])
			""");

	private final String identity;

	private final int maxRecoveries;

	private final Retrier retrier;

	private final ProgressWriter progress;

	private final WorkerCounters counters;

	private final InstantSource clock;

	OrphanRecovery(String identity, int maxRecoveries, Retrier retrier, ProgressWriter progress,
			WorkerCounters counters, InstantSource clock) {
		this.identity = identity;
		this.maxRecoveries = maxRecoveries;
		this.retrier = retrier;
		this.progress = progress;
		this.counters = counters;
		this.clock = clock;
	}

	void recover(RedisConnection connection) {
		Map<byte[], byte[]> workers = connection.hashCommands().hGetAll(LuaScript.bytes(QueueKeys.WORKERS));
		if (workers == null) {
			return;
		}
		Map<String, String> others = new LinkedHashMap<>();
		workers.forEach((key, value) -> others.put(LuaScript.text(key), LuaScript.text(value)));
		others.remove(this.identity);
		if (others.isEmpty()) {
			return;
		}
		List<String> heartbeats = others.keySet().stream().map(QueueKeys::heartbeat).toList();
		DataAccessException failure = null;
		for (byte[] lost : LOST.list(connection, heartbeats, others.keySet().toArray())) {
			String other = LuaScript.text(lost);
			try {
				recover(connection, other, others.getOrDefault(other, "{}"));
			}
			catch (DataAccessException ex) {
				// One that cannot be helped must not keep the others from it
				failure = ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	private void recover(RedisConnection connection, String other, String json) {
		try {
			WorkerEntry entry = WorkerEntry.parse(json);
			Duration listed = entry.stopped() ? LISTED_AFTER_STOP : LISTED_AFTER_LOSS;
			boolean forget = entry.beatAt().plus(listed).isBefore(this.clock.instant());
			List<Recovery> recoveries = new ArrayList<>();
			entry.queues()
				.forEach((queue, concurrency) -> recoveries.addAll(mayHaveRun(connection, other, queue, concurrency)));
			long moved = giveBack(connection, other, List.copyOf(entry.queues().keySet()), forget, recoveries);
			if (moved > 0) {
				this.counters.recovered().add(moved);
				logger.warn("Process %s is gone: %d jobs that it had in hand are back in their queues".formatted(other,
						moved));
				recoveries.stream().filter(Recovery::dead).forEach(this::died);
			}
		}
		catch (MalformedPayloadException ex) {
			logger.error("Process %s left an entry in '%s' that cannot be read: %s".formatted(other, QueueKeys.WORKERS,
					ex.getMessage()));
		}
	}

	// Jobs start in the order in which they were taken, so only the oldest can have run
	private List<Recovery> mayHaveRun(RedisConnection connection, String other, String queue, int concurrency) {
		@Nullable List<byte[]> jobs = connection.listCommands()
			.lRange(LuaScript.bytes(QueueKeys.inHand(other, queue)), -concurrency, -1);
		List<Recovery> recoveries = new ArrayList<>();
		for (byte[] job : (jobs != null) ? jobs : List.<byte[]>of()) {
			try {
				JobPayload payload = JobPayload.parse(LuaScript.text(job)).recovered();
				recoveries.add(new Recovery(queue, job, payload, payload.recoveryCount() > this.maxRecoveries));
			}
			catch (MalformedPayloadException ex) {
				// The process that takes it next buries it
			}
		}
		return recoveries;
	}

	private void died(Recovery recovery) {
		this.counters.dead().increment();
		Work work = new Work(recovery.queue(), recovery.job(), 0);
		RunningJob job = new RunningJob(work, recovery.payload(), this.clock.instant(), () -> true, this.progress);
		logger.error("The %s was in hand of %d processes that were lost: it went to the dead set".formatted(job,
				recovery.payload().recoveryCount()));
		this.retrier.died(job, new ProcessLostException(message(recovery)));
	}

	private static String message(Recovery recovery) {
		return "%d processes that had this job in hand were lost".formatted(recovery.payload().recoveryCount());
	}

	/**
	 * Returns everything that this process has in hand and ends its registration.
	 * @param connection the connection to use
	 * @param queues the queues of this process
	 * @param forget whether no fetch can be under way any more; else others look after
	 * this process for a while
	 * @return the number of jobs returned
	 */
	long giveBackAll(RedisConnection connection, Map<String, Integer> queues, boolean forget) {
		FAREWELL.count(connection,
				List.of(QueueKeys.heartbeat(this.identity), QueueKeys.process(this.identity),
						QueueKeys.work(this.identity), QueueKeys.PROCESSES, QueueKeys.WORKERS),
				this.identity, new WorkerEntry(queues, this.clock.instant(), true).toJson());
		return giveBack(connection, this.identity, List.copyOf(queues.keySet()), forget, List.of());
	}

	private long giveBack(RedisConnection connection, String owner, List<String> queues, boolean forget,
			List<Recovery> recoveries) {
		Instant now = this.clock.instant();
		List<String> keys = new ArrayList<>(
				List.of(QueueKeys.heartbeat(owner), QueueKeys.WORKERS, QueueKeys.QUEUES, QueueKeys.DEAD));
		List<Object> arguments = new ArrayList<>(List.of(owner, forget ? "forget" : "keep",
				SidekiqTime.scoreSeconds(now), RetryRules.deadBefore(now), RetryRules.DEAD_LAST_RANK));
		for (String queue : queues) {
			keys.add(QueueKeys.inHand(owner, queue));
			keys.add(QueueKeys.queue(queue));
			arguments.add(queue);
		}
		for (Recovery recovery : recoveries) {
			arguments.add(recovery.job());
			arguments.add(recovery.dead() ? "!" + dead(recovery, now) : recovery.payload().toJson());
		}
		return GIVE_BACK.count(connection, keys, arguments.toArray());
	}

	private static String dead(Recovery recovery, Instant now) {
		return RetryRules
			.dead(recovery.payload(),
					new JobFailure(recovery.queue(), ProcessLostException.class.getName(), message(recovery), List.of(),
							now))
			.toJson();
	}

	/**
	 * A job that may have been running when its process was lost.
	 *
	 * @param queue the queue that it was taken from
	 * @param job the payload in the hand of the process
	 * @param payload the payload as it comes back
	 * @param dead whether it does not come back
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Recovery(String queue, byte[] job, JobPayload payload, boolean dead) {

	}

}
