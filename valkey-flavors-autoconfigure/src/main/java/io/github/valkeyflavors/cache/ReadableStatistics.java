package io.github.valkeyflavors.cache;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.springframework.data.redis.cache.CacheStatistics;

/**
 * Statistics to which an unreadable entry is a miss, although its bytes were found.
 */
record ReadableStatistics(CacheStatistics found, long unreadable) implements CacheStatistics {

	@Override
	public String getCacheName() {
		return this.found.getCacheName();
	}

	@Override
	public long getPuts() {
		return this.found.getPuts();
	}

	@Override
	public long getGets() {
		return this.found.getGets();
	}

	@Override
	public long getHits() {
		return Math.max(0, this.found.getHits() - this.unreadable);
	}

	@Override
	public long getMisses() {
		return this.found.getMisses() + Math.min(this.unreadable, this.found.getHits());
	}

	@Override
	public long getDeletes() {
		return this.found.getDeletes();
	}

	@Override
	public long getLockWaitDuration(TimeUnit unit) {
		return this.found.getLockWaitDuration(unit);
	}

	@Override
	public Instant getSince() {
		return this.found.getSince();
	}

	@Override
	public Instant getLastReset() {
		return this.found.getLastReset();
	}

}
