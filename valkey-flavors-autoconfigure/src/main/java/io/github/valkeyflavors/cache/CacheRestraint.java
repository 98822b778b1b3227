package io.github.valkeyflavors.cache;

import java.time.Duration;

/**
 * Asked before each write of the caches of one database: for when its server is short of
 * memory. Must be thread-safe and must not do I/O.
 *
 * @since 0.1.0
 */
public interface CacheRestraint {

	/**
	 * Returns whether a cache stores nothing new at the moment. What is there is still
	 * read; what would be replaced is removed.
	 * @param cache the name of the cache
	 * @return whether it stores nothing
	 */
	boolean stops(String cache);

	/**
	 * Returns how long an entry lives.
	 * @param timeToLive the time to live of its cache, more than zero
	 * @return the same or less, more than zero
	 */
	Duration timeToLive(Duration timeToLive);

}
