package io.github.valkeyflavors.queue.worker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.MalformedPayloadException;
import io.github.valkeyflavors.queue.protocol.QueueKeys;
import io.github.valkeyflavors.queue.protocol.WorkerEntry;

/**
 * Returns jobs in hand that nobody performs to the right end of their queue, where they
 * are next, in the order in which they were taken: those of processes whose heartbeat is
 * gone, and those that this process took without learning of it, because the reply was
 * lost. Used by one thread.
 */
final class OrphanRecovery {

	private static final Log logger = LogFactory.getLog(OrphanRecovery.class);

	/**
	 * How long a lost process stays listed: a command of it that was on its way when it
	 * died can still put a job into its hand.
	 */
	private static final Duration LISTED_AFTER_LOSS = Duration.ofDays(1);

	private static final LuaScript GIVE_BACK = new LuaScript("""
			if ARGV[1] == 'lost' and redis.call('EXISTS', KEYS[1]) == 1 then
				return -1
			end
			local moved = 0
			for i = 4, #KEYS, 2 do
				local job = redis.call('LPOP', KEYS[i])
				while job do
					redis.call('RPUSH', KEYS[i + 1], job)
					redis.call('SADD', KEYS[3], ARGV[i / 2 + 2])
					moved = moved + 1
					job = redis.call('LPOP', KEYS[i])
				end
			end
			if ARGV[3] == 'forget' then
				redis.call('DEL', KEYS[1])
				redis.call('HDEL', KEYS[2], ARGV[2])
			end
			return moved
			""");

	private static final LuaScript GIVE_BACK_ONE = new LuaScript("""
			local removed = redis.call('LREM', KEYS[1], 1, ARGV[1])
			if removed > 0 then
				redis.call('RPUSH', KEYS[2], ARGV[1])
			end
			return removed
			""");

	private final String identity;

	private final List<String> queues;

	private final Fetcher fetcher;

	private final InstantSource clock;

	private final Map<String, Set<ByteBuffer>> suspects = new HashMap<>();

	private Set<Object> fetchesBySuspicion = Set.of();

	OrphanRecovery(String identity, List<String> queues, Fetcher fetcher, InstantSource clock) {
		this.identity = identity;
		this.queues = queues;
		this.fetcher = fetcher;
		this.clock = clock;
	}

	void recover(RedisConnection connection) {
		Map<byte[], byte[]> workers = connection.hashCommands().hGetAll(LuaScript.bytes(QueueKeys.WORKERS));
		if (workers == null) {
			return;
		}
		workers.forEach((key, value) -> {
			String other = text(key);
			if (!other.equals(this.identity)) {
				recover(connection, other, text(value));
			}
		});
	}

	private void recover(RedisConnection connection, String other, String json) {
		try {
			WorkerEntry entry = WorkerEntry.parse(json);
			boolean forget = entry.beatAt().plus(LISTED_AFTER_LOSS).isBefore(this.clock.instant());
			long moved = giveBack(connection, other, entry.queues(), "lost", forget);
			if (moved > 0) {
				logger.warn("Process %s is gone: %d jobs that it had in hand are back in their queues".formatted(other,
						moved));
			}
		}
		catch (MalformedPayloadException ex) {
			logger.error("Process %s left an entry in '%s' that cannot be read: %s".formatted(other, QueueKeys.WORKERS,
					ex.getMessage()));
		}
	}

	/**
	 * Returns everything that this process has in hand and ends its registration.
	 * @param connection the connection to use
	 * @return the number of jobs returned
	 */
	long giveBackAll(RedisConnection connection) {
		return giveBack(connection, this.identity, this.queues, "own", true);
	}

	private long giveBack(RedisConnection connection, String owner, List<String> queues, String why, boolean forget) {
		List<String> keys = new ArrayList<>(List.of(QueueKeys.heartbeat(owner), QueueKeys.WORKERS, QueueKeys.QUEUES));
		List<Object> arguments = new ArrayList<>(List.of(why, owner, forget ? "forget" : "keep"));
		for (String queue : queues) {
			keys.add(QueueKeys.inHand(owner, queue));
			keys.add(QueueKeys.queue(queue));
			arguments.add(queue);
		}
		return GIVE_BACK.count(connection, keys, arguments.toArray());
	}

	// Returns jobs of this process that no thread holds. At first such a job is only
	// suspect, because a fetch that brings it may be under way. It is returned once all
	// fetches that were under way then have ended.
	void sweep(RedisConnection connection) {
		Set<Object> running = this.fetcher.running();
		boolean settled = this.fetchesBySuspicion.stream().noneMatch(running::contains);
		Map<String, Set<ByteBuffer>> found = new HashMap<>();
		for (String queue : this.queues) {
			for (byte[] job : inHand(connection, queue)) {
				if (this.fetcher.isHeld(job)) {
					continue;
				}
				boolean suspect = this.suspects.getOrDefault(queue, Set.of()).contains(ByteBuffer.wrap(job));
				if (suspect && settled) {
					giveBackOne(connection, queue, job);
				}
				else {
					found.computeIfAbsent(queue, (name) -> new HashSet<>()).add(ByteBuffer.wrap(job));
				}
			}
		}
		this.suspects.clear();
		this.suspects.putAll(found);
		this.fetchesBySuspicion = this.fetcher.running();
	}

	private List<byte[]> inHand(RedisConnection connection, String queue) {
		@Nullable List<byte[]> jobs = connection.listCommands()
			.lRange(LuaScript.bytes(QueueKeys.inHand(this.identity, queue)), 0, -1);
		return (jobs != null) ? jobs : List.of();
	}

	private void giveBackOne(RedisConnection connection, String queue, byte[] job) {
		long removed = GIVE_BACK_ONE.count(connection,
				List.of(QueueKeys.inHand(this.identity, queue), QueueKeys.queue(queue)), job);
		if (removed > 0) {
			logger.warn("A job of queue '%s' was taken without this process learning of it: it is back in the queue"
				.formatted(queue));
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
