package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.QueueKeys;
import io.github.valkeyflavors.queue.protocol.WorkerEntry;

/**
 * Says that this process is alive, and may have jobs in hand. Writes
 * {@code valkey-flavors:heartbeat:<identity>} (string, expires when the process counts as
 * lost) and its field of {@code valkey-flavors:workers} (hash without expiry; removed by
 * {@link OrphanRecovery}). Thread-safe.
 */
final class Heartbeat {

	private static final Log logger = LogFactory.getLog(Heartbeat.class);

	private static final LuaScript BEAT = new LuaScript("""
			local alive = redis.call('PEXPIRE', KEYS[1], ARGV[1])
			if alive == 0 then
				redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
			end
			redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
			return alive
			""");

	private final String identity;

	private final List<String> queues;

	private final Duration lostAfter;

	private final InstantSource clock;

	private boolean registered;

	Heartbeat(String identity, List<String> queues, Duration lostAfter, InstantSource clock) {
		this.identity = identity;
		this.queues = queues;
		this.lostAfter = lostAfter;
		this.clock = clock;
	}

	/**
	 * Beats once, which registers the process if it is not registered.
	 * @param connection the connection to use
	 * @return {@code false} if the process was registered and counted as lost since
	 */
	synchronized boolean beat(RedisConnection connection) {
		WorkerEntry entry = new WorkerEntry(this.queues, this.clock.instant());
		long alive = BEAT.count(connection, List.of(QueueKeys.heartbeat(this.identity), QueueKeys.WORKERS),
				String.valueOf(this.lostAfter.toMillis()), this.identity, entry.toJson());
		boolean lost = this.registered && alive == 0;
		this.registered = true;
		if (lost) {
			logger.warn("Process %s had no heartbeat for %s: jobs that it had in hand may run again elsewhere"
				.formatted(this.identity, this.lostAfter));
		}
		return !lost;
	}

}
