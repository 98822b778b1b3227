package io.github.valkeyflavors.autoconfigure.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application can configure of Spring Cache.
 *
 * @param database Logical database of caches that do not name their own. Its flavor must
 * be one that evicts.
 * @param timeToLive Time that an entry is kept at most, for caches that do not say so
 * themselves. By default entries do not expire.
 * @param jitter Random part that the time to live of each entry is shortened by, so that
 * entries written together do not expire together.
 * @param timeToIdle Time that an entry is kept after it was last read. Excludes a time to
 * live.
 * @param keyPrefix Prefix of every key, before the name of the cache.
 * @param cacheNullValues Whether to cache null values. Defaults to
 * spring.cache.redis.cache-null-values.
 * @param serialization Format of cached values. Defaults to JSON where Jackson is on the
 * class path.
 * @param allowedTypes Comma-separated list of packages or classes that cached JSON may
 * name, in addition to the packages of the application.
 * @param maxMissedRemovals Number of keys and patterns per database to remember while the
 * server is away, so that they are removed before it is read again. With more of them,
 * whole caches are cleared instead.
 * @param caches Caches by name.
 * @since 0.1.0
 */
@ConfigurationProperties("valkey.cache")
public record FlavorCacheProperties(@DefaultValue("cache") String database, @Nullable Duration timeToLive,
		@Nullable Duration jitter, @Nullable Duration timeToIdle, @Nullable String keyPrefix,
		@Nullable Boolean cacheNullValues, @Nullable Serialization serialization,
		@DefaultValue List<String> allowedTypes, @DefaultValue("10000") int maxMissedRemovals,
		@DefaultValue Map<String, CacheProperties> caches) {

	/**
	 * Format of cached values.
	 *
	 * @since 0.1.0
	 */
	public enum Serialization {

		/**
		 * JSON with types from an allow-list.
		 */
		JSON,

		/**
		 * Serialization of the JDK.
		 */
		JDK

	}

	/**
	 * One cache.
	 *
	 * @param database Logical database of the cache. Its flavor must be one that evicts.
	 * @param timeToLive Time that an entry of the cache is kept at most.
	 * @param jitter Random part that the time to live of each entry of the cache is
	 * shortened by.
	 * @param timeToIdle Time that an entry of the cache is kept after it was last read.
	 * Excludes a time to live.
	 * @param keyPrefix Prefix of the keys of the cache, in place of its name.
	 * @param cacheNullValues Whether to cache null values in the cache.
	 * @since 0.1.0
	 */
	public record CacheProperties(@Nullable String database, @Nullable Duration timeToLive, @Nullable Duration jitter,
			@Nullable Duration timeToIdle, @Nullable String keyPrefix, @Nullable Boolean cacheNullValues) {

	}

}
