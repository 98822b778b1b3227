package io.github.valkeyflavors.autoconfigure.cache;

import java.util.Map;
import java.util.function.BiPredicate;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.data.redis.cache.RedisCacheConfiguration;

/**
 * Checks that a key prefix of its own keeps the entries of a cache apart from those of
 * the other caches of its database.
 */
final class CacheKeyPrefixes {

	private final Map<String, RedisCacheConfiguration> caches;

	private final BiPredicate<String, String> sameDatabase;

	CacheKeyPrefixes(Map<String, RedisCacheConfiguration> caches, BiPredicate<String, String> sameDatabase) {
		this.caches = caches;
		this.sameDatabase = sameDatabase;
	}

	void check(FlavorCacheProperties properties) {
		properties.caches().forEach((name, cache) -> {
			if (cache.keyPrefix() != null && prefix(name).equals(cache.keyPrefix())) {
				check(name, cache.keyPrefix());
			}
		});
	}

	private void check(String name, String prefix) {
		for (String other : this.caches.keySet()) {
			String otherPrefix = prefix(other);
			if (!other.equals(name) && !otherPrefix.isEmpty() && this.sameDatabase.test(name, other)
					&& (otherPrefix.startsWith(prefix) || prefix.startsWith(otherPrefix))) {
				throw new InvalidConfigurationPropertyValueException(CachePropertyNames.cache(name) + ".key-prefix",
						prefix,
						"Cache '%s' of the same database has keys that start with '%s', so that clearing one cache would clear the other: use prefixes of which none starts with another, such as '%s:'."
							.formatted(other, otherPrefix, name));
			}
		}
	}

	private String prefix(String cache) {
		RedisCacheConfiguration configuration = this.caches.get(cache);
		return (configuration != null && configuration.usePrefix()) ? configuration.getKeyPrefixFor(cache) : "";
	}

}
