package io.github.valkeyflavors.queue.worker;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.QueueKeys;

/**
 * Returns jobs that this process has in hand, but does not perform, to the right end of
 * their queue: <em>strays</em>, which it took without learning of it because the reply
 * was lost, and those that it took ahead and cannot run soon. Only the sweep is bound to
 * one thread.
 */
final class StraySweep {

	private static final Log logger = LogFactory.getLog(StraySweep.class);

	// The newest first, so that the oldest is next in its queue
	private static final LuaScript GIVE_BACK = new LuaScript("""
			local moved = 0
			for i = 1, #ARGV do
				if redis.call('LREM', KEYS[1], 1, ARGV[i]) > 0 then
					redis.call('RPUSH', KEYS[2], ARGV[i])
					moved = moved + 1
				end
			end
			return moved
			""");

	private final Hand hand;

	private final Collection<String> queues;

	private Map<String, Map<ByteBuffer, Set<Object>>> suspects = new HashMap<>();

	StraySweep(Hand hand, Collection<String> queues) {
		this.hand = hand;
		this.queues = List.copyOf(queues);
	}

	// At first a job that nobody holds is only suspect: a fetch that brings it may be
	// under way. It is a stray once all fetches that were under way then have ended.
	synchronized void sweep(RedisConnection connection) {
		Map<String, Map<ByteBuffer, Set<Object>>> before = this.suspects;
		// Should this sweep fail, the next one begins anew
		this.suspects = Map.of();
		Map<String, Map<ByteBuffer, Set<Object>>> found = new HashMap<>();
		for (String queue : this.queues) {
			Map<ByteBuffer, Set<Object>> known = before.getOrDefault(queue, Map.of());
			Map<ByteBuffer, Set<Object>> still = new HashMap<>();
			List<byte[]> strays = new ArrayList<>();
			List<byte[]> inHand = inHand(connection, queue);
			Set<Object> underWay = this.hand.fetchesUnderWay();
			Set<ByteBuffer> held = this.hand.heldPayloads();
			for (byte[] job : inHand) {
				ByteBuffer key = ByteBuffer.wrap(job);
				Set<Object> since = known.get(key);
				if (held.contains(key)) {
					continue;
				}
				if (since != null && since.stream().noneMatch(underWay::contains)) {
					strays.add(job);
				}
				else {
					still.put(key, (since != null) ? since : underWay);
				}
			}
			found.put(queue, still);
			returnStrays(connection, queue, strays);
		}
		this.suspects = found;
	}

	private void returnStrays(RedisConnection connection, String queue, List<byte[]> strays) {
		if (!strays.isEmpty()) {
			long moved = giveBack(connection, queue, strays);
			logger.warn("%d jobs of queue '%s' were in hand without this process performing them: they are back"
				.formatted(moved, queue));
		}
	}

	/**
	 * Returns jobs that no thread of this process has begun.
	 * @param connection the connection to use
	 * @param works the jobs, oldest first
	 */
	void giveBack(RedisConnection connection, List<Work> works) {
		Map<String, List<byte[]>> byQueue = new HashMap<>();
		for (int i = works.size() - 1; i >= 0; i--) {
			Work work = works.get(i);
			byQueue.computeIfAbsent(work.queue(), (queue) -> new ArrayList<>()).add(work.job());
		}
		try {
			byQueue.forEach((queue, jobs) -> giveBack(connection, queue, jobs));
		}
		finally {
			// What could not be returned is a stray from now on
			this.hand.release(works);
		}
	}

	private long giveBack(RedisConnection connection, String queue, List<byte[]> newestFirst) {
		return GIVE_BACK.count(connection, List.of(this.hand.key(queue), QueueKeys.queue(queue)),
				newestFirst.toArray());
	}

	private List<byte[]> inHand(RedisConnection connection, String queue) {
		@Nullable List<byte[]> jobs = connection.listCommands().lRange(LuaScript.bytes(this.hand.key(queue)), 0, -1);
		return (jobs != null) ? jobs : List.of();
	}

}
