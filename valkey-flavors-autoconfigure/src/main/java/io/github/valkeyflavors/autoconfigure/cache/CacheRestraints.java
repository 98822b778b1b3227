package io.github.valkeyflavors.autoconfigure.cache;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.PatternMatchUtils;

import io.github.valkeyflavors.autoconfigure.ops.PressureProperties;
import io.github.valkeyflavors.cache.CacheRestraint;
import io.github.valkeyflavors.cache.FlavorCacheWriters;
import io.github.valkeyflavors.ops.pressure.PressureJournal;
import io.github.valkeyflavors.ops.pressure.PressureLevel;
import io.github.valkeyflavors.ops.pressure.PressureMonitor;
import io.github.valkeyflavors.ops.pressure.PressureReaction;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.ResolvedFlavor;
import io.github.valkeyflavors.topology.Topology;

/**
 * Makes the cache writers, which write less while their server is under pressure if that
 * is asked for.
 */
final class CacheRestraints {

	private final Topology topology;

	private final @Nullable PressureProperties properties;

	private final @Nullable PressureMonitor monitor;

	private CacheRestraints(Topology topology, @Nullable PressureProperties properties,
			@Nullable PressureMonitor monitor) {
		this.topology = topology;
		this.properties = properties;
		this.monitor = monitor;
	}

	/**
	 * Without a restraint the monitor is not looked up.
	 */
	static CacheRestraints of(Topology topology, @Nullable PressureProperties properties,
			ObjectProvider<PressureMonitor> monitors, ObjectProvider<PressureJournal> journals) {
		boolean asked = properties != null && (properties.shortenTtl().enabled() || !properties.stopCaches().isEmpty());
		PressureMonitor monitor = asked ? monitors.getIfAvailable() : null;
		PressureJournal journal = asked ? journals.getIfAvailable() : null;
		if (properties != null && monitor != null && journal != null) {
			announce(topology, properties, monitor, journal);
		}
		return new CacheRestraints(topology, properties, monitor);
	}

	private static void announce(Topology topology, PressureProperties properties, PressureMonitor monitor,
			PressureJournal journal) {
		Set<String> evicting = topology.flavors()
			.stream()
			.filter(ResolvedFlavor::evicting)
			.map((flavor) -> flavor.flavor().name())
			.collect(Collectors.toSet());
		if (properties.shortenTtl().enabled()) {
			monitor.addListener(new PressureReaction(PressureLevel.ELEVATED, evicting,
					"new cache entries get %s of their time to live from now on"
						.formatted(properties.shortenTtl().factor()),
					"new cache entries get their whole time to live again", journal));
		}
		if (!properties.stopCaches().isEmpty()) {
			monitor.addListener(new PressureReaction(PressureLevel.HIGH, evicting,
					"caches %s store nothing new from now on".formatted(properties.stopCaches()),
					"caches %s store again".formatted(properties.stopCaches()), journal));
		}
	}

	RedisCacheWriter writer(String database, RedisConnectionFactory connectionFactory, boolean statistics,
			int maxMissedRemovals) {
		if (this.properties == null || this.monitor == null) {
			return FlavorCacheWriters.of(connectionFactory, statistics, maxMissedRemovals);
		}
		Flavor flavor = this.topology.databases()
			.all()
			.stream()
			.filter((each) -> each.name().equals(database))
			.map(LogicalDatabase::flavor)
			.findFirst()
			.orElseThrow();
		return FlavorCacheWriters.of(connectionFactory, statistics, maxMissedRemovals,
				new PressureRestraint(this.monitor, flavor, this.properties));
	}

	/**
	 * Restrains the caches of a database while the server of its flavor is under
	 * pressure.
	 */
	private static final class PressureRestraint implements CacheRestraint {

		private final PressureMonitor monitor;

		private final Flavor flavor;

		private final PressureProperties properties;

		private final Map<String, Boolean> optional = new ConcurrentHashMap<>();

		PressureRestraint(PressureMonitor monitor, Flavor flavor, PressureProperties properties) {
			this.monitor = monitor;
			this.flavor = flavor;
			this.properties = properties;
		}

		@Override
		public boolean stops(String cache) {
			return !this.properties.stopCaches().isEmpty() && this.monitor.isAtLeast(this.flavor, PressureLevel.HIGH)
					&& this.optional.computeIfAbsent(cache, this::isOptional);
		}

		private boolean isOptional(String cache) {
			return PatternMatchUtils.simpleMatch(this.properties.stopCaches().toArray(String[]::new), cache);
		}

		@Override
		public Duration timeToLive(Duration timeToLive) {
			if (!this.properties.shortenTtl().enabled()
					|| !this.monitor.isAtLeast(this.flavor, PressureLevel.ELEVATED)) {
				return timeToLive;
			}
			return Duration
				.ofMillis(Math.max(1, (long) (timeToLive.toMillis() * this.properties.shortenTtl().factor())));
		}

	}

}
