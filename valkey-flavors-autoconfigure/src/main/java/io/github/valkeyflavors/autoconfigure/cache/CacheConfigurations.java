package io.github.valkeyflavors.autoconfigure.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
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
		return nullValues(common(), this.properties.cacheNullValues());
	}

	private RedisCacheConfiguration common() {
		FlavorCacheProperties own = this.properties;
		RedisCacheConfiguration configuration = expiring("valkey.cache", this.base, own.timeToLive(), own.jitter(),
				own.timeToIdle());
		return (own.keyPrefix() != null) ? configuration.prefixCacheNameWith(own.keyPrefix()) : configuration;
	}

	Map<String, RedisCacheConfiguration> caches() {
		RedisCacheConfiguration common = common();
		Map<String, RedisCacheConfiguration> caches = new LinkedHashMap<>();
		this.properties.caches().forEach((name, cache) -> caches.put(name, cache(name, cache, common)));
		return caches;
	}

	private RedisCacheConfiguration cache(String name, CacheProperties own, RedisCacheConfiguration common) {
		RedisCacheConfiguration configuration = common;
		if (own.timeToLive() != null || own.timeToIdle() != null || own.jitter() != null) {
			boolean inheritsIdle = own.timeToLive() == null && own.timeToIdle() == null;
			Duration timeToIdle = inheritsIdle ? this.properties.timeToIdle() : own.timeToIdle();
			Duration timeToLive = inheritsIdle ? this.properties.timeToLive() : own.timeToLive();
			Duration jitter = (own.jitter() != null) ? own.jitter() : this.properties.jitter();
			configuration = expiring("valkey.cache.caches." + name, this.base, timeToLive, jitter, timeToIdle);
			configuration = configuration.computePrefixWith(common::getKeyPrefixFor);
		}
		if (own.keyPrefix() != null) {
			String prefix = own.keyPrefix();
			configuration = configuration.computePrefixWith((cacheName) -> prefix);
		}
		return nullValues(configuration,
				(own.cacheNullValues() != null) ? own.cacheNullValues() : this.properties.cacheNullValues());
	}

	private static RedisCacheConfiguration nullValues(RedisCacheConfiguration configuration,
			@Nullable Boolean cacheNullValues) {
		return Boolean.FALSE.equals(cacheNullValues) ? configuration.disableCachingNullValues() : configuration;
	}

	private static RedisCacheConfiguration expiring(String property, RedisCacheConfiguration configuration,
			@Nullable Duration timeToLive, @Nullable Duration jitter, @Nullable Duration timeToIdle) {
		if (timeToLive != null && timeToIdle != null) {
			throw new MutuallyExclusiveConfigurationPropertiesException(
					List.of(property + ".time-to-live", property + ".time-to-idle"),
					List.of(property + ".time-to-live", property + ".time-to-idle"));
		}
		requirePositive(property + ".time-to-live", timeToLive);
		requirePositive(property + ".time-to-idle", timeToIdle);
		if (timeToIdle != null) {
			return configuration.entryTtl(timeToIdle).enableTimeToIdle();
		}
		Duration effective = (timeToLive != null) ? timeToLive
				: configuration.getTtlFunction().getTimeToLive(Object.class, null);
		if (jitter != null && !jitter.isZero()) {
			if (jitter.isNegative() || jitter.compareTo(effective) >= 0) {
				throw new InvalidConfigurationPropertyValueException(property + ".jitter", jitter,
						"It must be shorter than the time to live of the cache, which is "
								+ (effective.isZero() ? "not set." : effective + "."));
			}
			return configuration.entryTtl(new JitteredTimeToLive(effective, jitter));
		}
		return (timeToLive != null) ? configuration.entryTtl(timeToLive) : configuration;
	}

	private static void requirePositive(String property, @Nullable Duration duration) {
		if (duration != null && (duration.isZero() || duration.isNegative())) {
			throw new InvalidConfigurationPropertyValueException(property, duration,
					"It must be longer than zero; remove the property for entries that do not expire.");
		}
	}

}
