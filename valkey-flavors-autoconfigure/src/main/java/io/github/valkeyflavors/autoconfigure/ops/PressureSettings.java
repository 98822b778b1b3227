package io.github.valkeyflavors.autoconfigure.ops;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import io.github.valkeyflavors.autoconfigure.FeatureDatabases;
import io.github.valkeyflavors.ops.pressure.PressureThresholds;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.Topology;

/**
 * The properties of memory pressure, checked.
 */
final class PressureSettings {

	private static final String PREFIX = "valkey.pressure.";

	private static final String ELEVATED = "elevated";

	private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

	private final PressureProperties properties;

	PressureSettings(PressureProperties properties) {
		this.properties = properties;
		double factor = properties.shortenTtl().factor();
		require(factor > 0 && factor < 1, "shorten-ttl.factor", factor,
				"Write a number between 0 and 1: 0.5 leaves half of each time to live.");
		require(properties.flushInterval().compareTo(SHORTEST_INTERVAL) >= 0, "flush-interval",
				properties.flushInterval(), "Write 1s or more.");
	}

	PressureThresholds thresholds() {
		PressureProperties own = this.properties;
		percentage(ELEVATED, own.elevated());
		percentage("high", own.high());
		percentage("critical", own.critical());
		more("high", own.high(), ELEVATED, own.elevated());
		more("critical", own.critical(), "high", own.high());
		require(own.hysteresis() >= 0 && own.hysteresis() < own.elevated(), "hysteresis", own.hysteresis(),
				"Write 0 or more percentage points, and less than '%s%s', which is %d.".formatted(PREFIX, ELEVATED,
						own.elevated()));
		return new PressureThresholds(own.elevated(), own.high(), own.critical(), own.hysteresis());
	}

	private static void percentage(String name, int value) {
		require(value >= 1 && value <= 100, name, value, "Write a whole percentage of maxmemory, 1 to 100.");
	}

	private static void more(String name, int value, String lower, int lowerValue) {
		require(value > lowerValue, name, value,
				"Write more than '%s%s', which is %d: levels must rise.".formatted(PREFIX, lower, lowerValue));
	}

	/**
	 * Nothing outside of a flavor that evicts is ever flushed.
	 */
	List<LogicalDatabase> flushDatabases(Topology topology) {
		this.properties.flushDatabases()
			.forEach((name) -> FeatureDatabases.check(topology, PREFIX + "flush-databases", name, true,
					"'%s' must not be flushed. What may be lost lives".formatted(name)));
		return topology.databases()
			.all()
			.stream()
			.filter((database) -> this.properties.flushDatabases().contains(database.name()))
			.toList();
	}

	private static void require(boolean valid, String name, Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + name, value, reason);
		}
	}

}
