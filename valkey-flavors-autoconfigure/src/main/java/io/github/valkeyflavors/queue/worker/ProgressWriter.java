package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.QueueKeys;

/**
 * Writes how far jobs are to {@code valkey-flavors:progress:<jid>}: a hash with the
 * fields {@code done}, {@code total} and {@code updated_at} (ms), that expires after a
 * day. Thread-safe.
 */
final class ProgressWriter {

	private static final Log logger = LogFactory.getLog(ProgressWriter.class);

	private static final Duration TIME_TO_LIVE = Duration.ofDays(1);

	private static final Duration INTERVAL = Duration.ofMillis(250);

	private static final LuaScript WRITE = new LuaScript("""
			redis.call('HSET', KEYS[1], 'done', ARGV[1], 'total', ARGV[2], 'updated_at', ARGV[3])
			return redis.call('PEXPIRE', KEYS[1], ARGV[4])
			""");

	private final RedisConnectionFactory connectionFactory;

	private final InstantSource clock;

	private final LongSupplier nanoTime;

	ProgressWriter(RedisConnectionFactory connectionFactory, InstantSource clock, LongSupplier nanoTime) {
		this.connectionFactory = connectionFactory;
		this.clock = clock;
		this.nanoTime = nanoTime;
	}

	/**
	 * Writes how far a job is, unless that was done a moment ago.
	 * @param jid the id of the job
	 * @param done how much is done
	 * @param total how much there is to do
	 * @param writtenAt when it was written last, by the monotonic clock
	 * @return when it was written last now
	 */
	@Nullable Long write(String jid, long done, long total, @Nullable Long writtenAt) {
		long now = this.nanoTime.getAsLong();
		if (jid.isEmpty() || (done < total && writtenAt != null && now - writtenAt < INTERVAL.toNanos())) {
			return writtenAt;
		}
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			WRITE.count(connection, List.of(QueueKeys.progress(jid)), done, total, this.clock.millis(),
					TIME_TO_LIVE.toMillis());
		}
		catch (DataAccessException | IllegalStateException ex) {
			logger.debug("The progress of job %s could not be written".formatted(jid), ex);
		}
		return now;
	}

}
