package io.github.valkeyflavors.cache;

import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.cache.RedisCache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;

/**
 * Spring Data's cache manager with a database for each cache, and with caches to which an
 * unreadable entry is a miss.
 * <p>
 * Thread-safe. Writes what {@link RedisCacheManager} writes: one string per entry under
 * {@code <cache name>::<key>} (or the cache's own prefix), with the time to live of its
 * cache in milliseconds, removed by the server.
 *
 * @since 0.1.0
 */
public final class FlavorCacheManager extends RedisCacheManager {

	private final Function<String, RedisCacheWriter> writers;

	/**
	 * Creates the manager.
	 * @param writers gives the writer of a cache by the cache's name, the same one each
	 * time
	 * @param defaults the configuration of caches without one of their own
	 * @param allowRuntimeCreation whether a cache that nobody configured is made when it
	 * is asked for
	 * @param caches the configurations of the caches that are known at start-up
	 */
	public FlavorCacheManager(Function<String, RedisCacheWriter> writers, RedisCacheConfiguration defaults,
			boolean allowRuntimeCreation, Map<String, RedisCacheConfiguration> caches) {
		super(writers.apply(""), defaults, allowRuntimeCreation, caches);
		this.writers = writers;
	}

	@Override
	protected RedisCache createRedisCache(String name, @Nullable RedisCacheConfiguration configuration) {
		return new FlavorCache(name, this.writers.apply(name),
				(configuration != null) ? configuration : getDefaultCacheConfiguration());
	}

}
