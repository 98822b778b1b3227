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
 * @param database logical database of caches that do not name their own; its flavor must
 * be one that evicts
 * @param timeToLive how long an entry is kept at most, for caches that do not say so
 * themselves; entries do not expire when neither is set
 * @param jitter random part that the time to live of each entry is shortened by, so that
 * entries written together do not expire together
 * @param timeToIdle how long an entry is kept after it was last read; excludes a time to
 * live
 * @param keyPrefix prefix of every key, before the name of the cache
 * @param cacheNullValues whether null values are cached
 * @param serialization format of cached values
 * @param allowedTypes packages or classes that cached JSON may name, in addition to the
 * packages of the application
 * @param caches caches by name
 * @since 0.1.0
 */
@ConfigurationProperties("valkey.cache")
public record FlavorCacheProperties(@DefaultValue("cache") String database, @Nullable Duration timeToLive,
		@Nullable Duration jitter, @Nullable Duration timeToIdle, @Nullable String keyPrefix,
		@Nullable Boolean cacheNullValues, @Nullable Serialization serialization,
		@DefaultValue List<String> allowedTypes, @DefaultValue Map<String, CacheProperties> caches) {

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
	 * @param database logical database of the cache; its flavor must be one that evicts
	 * @param timeToLive how long an entry is kept at most
	 * @param jitter random part that the time to live of each entry is shortened by
	 * @param timeToIdle how long an entry is kept after it was last read; excludes a time
	 * to live
	 * @param keyPrefix prefix of the keys, in place of the name of the cache
	 * @param cacheNullValues whether null values are cached
	 * @since 0.1.0
	 */
	public record CacheProperties(@Nullable String database, @Nullable Duration timeToLive, @Nullable Duration jitter,
			@Nullable Duration timeToIdle, @Nullable String keyPrefix, @Nullable Boolean cacheNullValues) {

	}

}
