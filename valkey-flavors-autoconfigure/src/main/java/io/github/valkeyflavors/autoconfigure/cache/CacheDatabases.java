package io.github.valkeyflavors.autoconfigure.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.data.redis.cache.RedisCacheWriter;

import io.github.valkeyflavors.autoconfigure.cache.FlavorCacheProperties.CacheProperties;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.Topology;

/**
 * The logical database of each cache, checked at start-up, with one writer for each
 * database.
 */
final class CacheDatabases {

	private final Map<String, RedisCacheWriter> writersByCache = new LinkedHashMap<>();

	private final RedisCacheWriter defaultWriter;

	CacheDatabases(FlavorCacheProperties properties, Topology topology, Function<String, RedisCacheWriter> writers) {
		List<String> evicting = topology.databases()
			.all()
			.stream()
			.filter((database) -> topology.flavor(database.flavor()).evicting())
			.map(LogicalDatabase::name)
			.toList();
		Map<String, RedisCacheWriter> writersByDatabase = new LinkedHashMap<>();
		check(CachePropertyNames.DEFAULTS + ".database", properties.database(), evicting);
		this.defaultWriter = writersByDatabase.computeIfAbsent(properties.database(), writers);
		for (Map.Entry<String, CacheProperties> cache : properties.caches().entrySet()) {
			String database = cache.getValue().database();
			if (database != null) {
				check(CachePropertyNames.cache(cache.getKey()) + ".database", database, evicting);
				this.writersByCache.put(cache.getKey(), writersByDatabase.computeIfAbsent(database, writers));
			}
		}
	}

	private static void check(String property, String database, List<String> evicting) {
		if (!evicting.contains(database)) {
			throw new InvalidConfigurationPropertyValueException(property, database,
					"A cache lives in a logical database of a flavor that evicts: one of %s.".formatted(evicting));
		}
	}

	RedisCacheWriter writer(String cache) {
		return this.writersByCache.getOrDefault(cache, this.defaultWriter);
	}

}
