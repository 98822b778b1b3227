package io.github.valkeyflavors.cache;

import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Makes the cache writers of the databases: writes are immediate, because otherwise a
 * failed evict would go unseen, clearing uses SCAN and UNLINK, nothing is locked.
 *
 * @since 0.1.0
 */
public final class FlavorCacheWriters {

	private FlavorCacheWriters() {
	}

	/**
	 * Makes the writer of a database.
	 * @param connectionFactory the connection factory of the database
	 * @param statistics whether to count hits, misses, puts and removals
	 * @return a thread-safe writer
	 */
	public static RedisCacheWriter of(RedisConnectionFactory connectionFactory, boolean statistics) {
		return RedisCacheWriter.create(connectionFactory, (configurer) -> {
			configurer.batchStrategy(new UnlinkingBatchStrategy()).immediateWrites();
			if (statistics) {
				configurer.collectStatistics();
			}
		});
	}

}
