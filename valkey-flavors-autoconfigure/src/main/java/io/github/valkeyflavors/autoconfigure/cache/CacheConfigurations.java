package io.github.valkeyflavors.autoconfigure.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.data.redis.cache.RedisCacheConfiguration;

import io.github.valkeyflavors.autoconfigure.cache.FlavorCacheProperties.CacheProperties;
import io.github.valkeyflavors.cache.JitteredTimeToLive;

/**
 * Turns the properties of caches into Spring Data's configurations, on top of a base.
 */
final class CacheConfigurations {

	private final FlavorCacheProperties properties;

	private final RedisCacheConfiguration base;

	CacheConfigurations(FlavorCacheProperties properties, RedisCacheConfiguration base) {
		this.properties = properties;
		this.base = base;
	}

	RedisCacheConfiguration defaults() {
		FlavorCacheProperties own = this.properties;
		return complete(expiring(CachePropertyNames.DEFAULTS, own.timeToLive(), own.timeToIdle(), own.jitter(), null),
				null, own.cacheNullValues());
	}

	Map<String, RedisCacheConfiguration> caches() {
		Map<String, RedisCacheConfiguration> caches = new LinkedHashMap<>();
		this.properties.caches().forEach((name, cache) -> caches.put(name, cache(name, cache)));
		return caches;
	}

	private RedisCacheConfiguration cache(String name, CacheProperties own) {
		boolean inherits = own.timeToLive() == null && own.timeToIdle() == null;
		Duration timeToLive = inherits ? this.properties.timeToLive() : own.timeToLive();
		Duration timeToIdle = inherits ? this.properties.timeToIdle() : own.timeToIdle();
		return complete(
				expiring(CachePropertyNames.cache(name), timeToLive, timeToIdle, own.jitter(),
						this.properties.jitter()),
				own.keyPrefix(),
				(own.cacheNullValues() != null) ? own.cacheNullValues() : this.properties.cacheNullValues());
	}

	/**
	 * The whole prefix, where a cache has one, replaces the name of the cache.
	 */
	private RedisCacheConfiguration complete(RedisCacheConfiguration configuration, @Nullable String wholePrefix,
			@Nullable Boolean cacheNullValues) {
		RedisCacheConfiguration result = configuration;
		if (wholePrefix != null) {
			result = result.computePrefixWith((cacheName) -> wholePrefix);
		}
		else if (this.properties.keyPrefix() != null) {
			result = result.prefixCacheNameWith(this.properties.keyPrefix());
		}
		if (cacheNullValues == null || cacheNullValues == result.getAllowCacheNullValues()) {
			return result;
		}
		return cacheNullValues ? withNullValues(result) : result.disableCachingNullValues();
	}

	/**
	 * Spring Data's configuration can forget null values, but not learn them again.
	 */
	private static RedisCacheConfiguration withNullValues(RedisCacheConfiguration from) {
		RedisCacheConfiguration result = RedisCacheConfiguration.defaultCacheConfig()
			.entryTtl(from.getTtlFunction())
			.computePrefixWith(from.getKeyPrefix())
			.serializeKeysWith(from.getKeySerializationPair())
			.serializeValuesWith(from.getValueSerializationPair())
			.withConversionService(from.getConversionService());
		result = from.isTimeToIdleEnabled() ? result.enableTimeToIdle() : result;
		return from.usePrefix() ? result : result.disableKeyPrefix();
	}

	private RedisCacheConfiguration expiring(String property, @Nullable Duration timeToLive,
			@Nullable Duration timeToIdle, @Nullable Duration ownJitter, @Nullable Duration inheritedJitter) {
		requirePositive(property + ".time-to-live", timeToLive);
		requirePositive(property + ".time-to-idle", timeToIdle);
		if (timeToIdle != null) {
			if (timeToLive != null) {
				throw new InvalidConfigurationPropertyValueException(property + ".time-to-idle", timeToIdle,
						"An entry has a time to idle or a time to live, and '%s.time-to-live' is set too: remove one of them."
							.formatted(property));
			}
			if (ownJitter != null) {
				throw new InvalidConfigurationPropertyValueException(property + ".jitter", ownJitter,
						"It shortens a time to live, and this cache has a time to idle: remove one of them.");
			}
			return this.base.entryTtl(timeToIdle).enableTimeToIdle();
		}
		RedisCacheConfiguration result = (timeToLive != null) ? this.base.entryTtl(timeToLive) : this.base;
		if (ownJitter != null) {
			return jittered(property + ".jitter", property, ownJitter, result);
		}
		return (inheritedJitter != null)
				? jittered(CachePropertyNames.DEFAULTS + ".jitter", property, inheritedJitter, result) : result;
	}

	private static RedisCacheConfiguration jittered(String jitterProperty, String property, Duration jitter,
			RedisCacheConfiguration configuration) {
		if (jitter.isZero()) {
			return configuration;
		}
		Duration timeToLive = configuration.getTtlFunction().getTimeToLive(Object.class, null);
		if (timeToLive.isZero()) {
			throw new InvalidConfigurationPropertyValueException(jitterProperty, jitter,
					"It shortens a time to live, and there is none: set '%s.time-to-live' too.".formatted(property));
		}
		if (jitter.isNegative() || jitter.compareTo(timeToLive) >= 0) {
			throw new InvalidConfigurationPropertyValueException(jitterProperty, jitter,
					"It must be shorter than the time to live, which is %s: set '%s.jitter' to less."
						.formatted(timeToLive, property));
		}
		return configuration.entryTtl(new JitteredTimeToLive(timeToLive, jitter));
	}

	private static void requirePositive(String property, @Nullable Duration duration) {
		if (duration != null && (duration.isZero() || duration.isNegative())) {
			throw new InvalidConfigurationPropertyValueException(property, duration,
					"It must be longer than zero; remove the property for entries that do not expire.");
		}
	}

}
