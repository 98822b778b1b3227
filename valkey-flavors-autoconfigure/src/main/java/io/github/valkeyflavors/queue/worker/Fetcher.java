package io.github.valkeyflavors.queue.worker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisListCommands.Direction;

import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.QueueKeys;

/**
 * Moves jobs from the right end of {@code queue:<name>} to the left end of
 * {@code valkey-flavors:in-hand:<identity>:<name>} (list without expiry), in one step on
 * the server, and removes them there when they are done. Thread-safe: the threads share
 * one fetcher, each with its own connection.
 */
final class Fetcher {

	private static final Log logger = LogFactory.getLog(Fetcher.class);

	private static final String UNREGISTERED = "0";

	/**
	 * Refuses to take a job for a process that nobody would recover it from. Pops first,
	 * because a server that is full refuses LMOVE, and could then never be emptied.
	 */
	private static final LuaScript TAKE = new LuaScript("""
			if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
				return {'0'}
			end
			for i = 2, #KEYS, 2 do
				local job = redis.call('RPOP', KEYS[i])
				if job then
					redis.call('LPUSH', KEYS[i + 1], job)
					return {tostring(i / 2), job}
				end
			end
			return {}
			""");

	private final String identity;

	private final List<String> queues;

	private final Duration blockTime;

	private final Heartbeat heartbeat;

	private final List<String> takeKeys = new ArrayList<>();

	private final Map<ByteBuffer, Integer> held = new ConcurrentHashMap<>();

	private final Set<Object> running = ConcurrentHashMap.newKeySet();

	private final int[] waiting;

	Fetcher(String identity, List<String> queues, Duration blockTime, Heartbeat heartbeat) {
		this.identity = identity;
		this.queues = queues;
		this.blockTime = blockTime;
		this.heartbeat = heartbeat;
		this.waiting = new int[queues.size()];
		this.takeKeys.add(QueueKeys.WORKERS);
		for (String queue : queues) {
			this.takeKeys.add(QueueKeys.queue(queue));
			this.takeKeys.add(QueueKeys.inHand(identity, queue));
		}
	}

	/**
	 * Takes the next job, waiting for one if all queues are empty.
	 * @param connection the connection of the calling thread
	 * @return the job, or {@code null} if none came in time
	 */
	@Nullable Work fetch(RedisConnection connection) {
		Object fetch = new Object();
		this.running.add(fetch);
		try {
			Work work = take(connection);
			work = (work != null) ? work : await(connection);
			if (work != null) {
				this.held.merge(ByteBuffer.wrap(work.job()), 1, Integer::sum);
			}
			return work;
		}
		finally {
			this.running.remove(fetch);
		}
	}

	private @Nullable Work take(RedisConnection connection) {
		List<byte[]> taken = TAKE.list(connection, this.takeKeys, this.identity);
		if (!taken.isEmpty() && UNREGISTERED.equals(text(taken.get(0)))) {
			this.heartbeat.beat(connection);
			taken = TAKE.list(connection, this.takeKeys, this.identity);
		}
		if (taken.size() < 2) {
			return null;
		}
		return new Work(this.queues.get(Integer.parseInt(text(taken.get(0))) - 1), taken.get(1));
	}

	private @Nullable Work await(RedisConnection connection) {
		int index = leastAwaited();
		try {
			String queue = this.queues.get(index);
			byte[] job = connection.listCommands()
				.bLMove(key(QueueKeys.queue(queue)), key(QueueKeys.inHand(this.identity, queue)), Direction.RIGHT,
						Direction.LEFT, this.blockTime.toMillis() / 1_000d);
			return (job != null) ? new Work(queue, job) : null;
		}
		finally {
			synchronized (this.waiting) {
				this.waiting[index]--;
			}
		}
	}

	// Spreads the idle threads over the queues, so that a new job finds one that waits.
	private int leastAwaited() {
		synchronized (this.waiting) {
			int least = 0;
			for (int i = 1; i < this.waiting.length; i++) {
				if (this.waiting[i] < this.waiting[least]) {
					least = i;
				}
			}
			this.waiting[least]++;
			return least;
		}
	}

	void acknowledge(RedisConnection connection, Work work) {
		Long removed = connection.listCommands().lRem(key(inHandKey(work)), 1, work.job());
		settled(work, (removed != null) ? removed : 0);
	}

	// Notes how many entries left the hand of this process with a job that ended.
	void settled(Work work, long removed) {
		if (removed == 0) {
			logger.warn("A job of queue '%s' ended that was not in hand any more: it may run again"
				.formatted(work.queue()));
		}
	}

	// Ends the hold of a thread on a job, settled or not.
	void forget(Work work) {
		this.held.computeIfPresent(ByteBuffer.wrap(work.job()), (job, count) -> (count > 1) ? count - 1 : null);
	}

	boolean isHeld(byte[] job) {
		return this.held.containsKey(ByteBuffer.wrap(job));
	}

	// Returns a mark for each fetch under way: it may have taken a job not held yet
	Set<Object> running() {
		return Set.copyOf(this.running);
	}

	String inHandKey(Work work) {
		return QueueKeys.inHand(this.identity, work.queue());
	}

	private static byte[] key(String key) {
		return LuaScript.bytes(key);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/**
	 * A job in hand.
	 *
	 * @param queue the name of the queue that it was taken from
	 * @param job the payload, byte for byte
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Work(String queue, byte[] job) {

		String json() {
			return text(this.job);
		}

	}

}
