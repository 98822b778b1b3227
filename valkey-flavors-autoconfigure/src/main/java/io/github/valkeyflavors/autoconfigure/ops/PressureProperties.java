package io.github.valkeyflavors.autoconfigure.ops;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application can configure of memory pressure.
 *
 * @param elevated Percentage of maxmemory from which on a server is under elevated
 * pressure.
 * @param high Percentage of maxmemory from which on a server is under high pressure.
 * @param critical Percentage of maxmemory from which on the pressure of a server is
 * critical.
 * @param hysteresis Percentage points that use must fall below the threshold of a level
 * before the level is left.
 * @param shortenTtl What becomes of the time to live of new cache entries from elevated
 * pressure on.
 * @param stopCaches Comma-separated list of caches that store nothing new from high
 * pressure on. Names, or patterns with asterisks.
 * @param flushDatabases Comma-separated list of logical databases to flush when the
 * pressure becomes critical. Their flavor must be one that evicts.
 * @param flushInterval Shortest time between two flushes of a database, by whichever
 * process.
 * @since 0.1.0
 */
@ConfigurationProperties("valkey.pressure")
public record PressureProperties(@DefaultValue("80") int elevated, @DefaultValue("90") int high,
		@DefaultValue("95") int critical, @DefaultValue("5") int hysteresis, @DefaultValue ShortenTtl shortenTtl,
		@DefaultValue List<String> stopCaches, @DefaultValue List<String> flushDatabases,
		@DefaultValue("10m") Duration flushInterval) {

	/**
	 * What becomes of the time to live of new cache entries.
	 *
	 * @param enabled Whether new cache entries get less time to live from elevated
	 * pressure on.
	 * @param factor Part of the time to live that is left.
	 * @since 0.1.0
	 */
	public record ShortenTtl(@DefaultValue("false") boolean enabled, @DefaultValue("0.5") double factor) {

	}

}
