package io.github.valkeyflavors.autoconfigure.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.util.Assert;

import io.github.valkeyflavors.autoconfigure.FeatureDatabases;
import io.github.valkeyflavors.autoconfigure.cache.FlavorCacheProperties.CacheProperties;
import io.github.valkeyflavors.topology.Topology;

/**
 * The logical database of each cache, checked at start-up, with one writer for each
 * database.
 */
final class CacheDatabases {

	private final String defaultDatabase;

	private final Map<String, String> databasesByCache = new LinkedHashMap<>();

	private final Map<String, RedisCacheWriter> writersByDatabase = new LinkedHashMap<>();

	CacheDatabases(FlavorCacheProperties properties, Topology topology, Function<String, RedisCacheWriter> writers) {
		check(topology, CachePropertyNames.DEFAULTS + ".database", properties.database());
		this.defaultDatabase = properties.database();
		this.writersByDatabase.computeIfAbsent(this.defaultDatabase, writers);
		for (Map.Entry<String, CacheProperties> cache : properties.caches().entrySet()) {
			String database = cache.getValue().database();
			if (database != null) {
				check(topology, CachePropertyNames.cache(cache.getKey()) + ".database", database);
				this.databasesByCache.put(cache.getKey(), database);
				this.writersByDatabase.computeIfAbsent(database, writers);
			}
		}
	}

	private static void check(Topology topology, String property, String database) {
		FeatureDatabases.check(topology, property, database, true, "A cache lives");
	}

	String database(String cache) {
		return this.databasesByCache.getOrDefault(cache, this.defaultDatabase);
	}

	RedisCacheWriter writer(String cache) {
		RedisCacheWriter writer = this.writersByDatabase.get(database(cache));
		Assert.state(writer != null, "Every database has a writer");
		return writer;
	}

}
