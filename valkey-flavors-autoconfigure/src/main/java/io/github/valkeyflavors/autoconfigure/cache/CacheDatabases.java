package io.github.valkeyflavors.autoconfigure.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.springframework.data.redis.cache.RedisCacheWriter;

import io.github.valkeyflavors.autoconfigure.FeatureDatabases;
import io.github.valkeyflavors.autoconfigure.cache.FlavorCacheProperties.CacheProperties;
import io.github.valkeyflavors.topology.Topology;

/**
 * The logical database of each cache, checked at start-up, with one writer for each
 * database.
 */
final class CacheDatabases {

	private final Map<String, RedisCacheWriter> writersByCache = new LinkedHashMap<>();

	private final RedisCacheWriter defaultWriter;

	CacheDatabases(FlavorCacheProperties properties, Topology topology, Function<String, RedisCacheWriter> writers) {
		Map<String, RedisCacheWriter> writersByDatabase = new LinkedHashMap<>();
		check(topology, CachePropertyNames.DEFAULTS + ".database", properties.database());
		this.defaultWriter = writersByDatabase.computeIfAbsent(properties.database(), writers);
		for (Map.Entry<String, CacheProperties> cache : properties.caches().entrySet()) {
			String database = cache.getValue().database();
			if (database != null) {
				check(topology, CachePropertyNames.cache(cache.getKey()) + ".database", database);
				this.writersByCache.put(cache.getKey(), writersByDatabase.computeIfAbsent(database, writers));
			}
		}
	}

	private static void check(Topology topology, String property, String database) {
		FeatureDatabases.check(topology, property, database, true, "A cache lives");
	}

	RedisCacheWriter writer(String cache) {
		return this.writersByCache.getOrDefault(cache, this.defaultWriter);
	}

}
