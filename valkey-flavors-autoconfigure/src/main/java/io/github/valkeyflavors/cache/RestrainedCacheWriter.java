package io.github.valkeyflavors.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.cache.CacheStatistics;
import org.springframework.data.redis.cache.CacheStatisticsCollector;
import org.springframework.data.redis.cache.RedisCacheWriter;

/**
 * A cache writer that writes less while it is restrained. What it does not store it
 * removes: an older value must not outlive a put, and removing needs no memory.
 * Thread-safe.
 */
final class RestrainedCacheWriter implements RedisCacheWriter {

	private final RedisCacheWriter delegate;

	private final CacheRestraint restraint;

	private final Executor executor;

	/**
	 * Creates the writer.
	 * @param delegate reads and writes
	 * @param restraint says what not to write
	 * @param executor removes what a future would have stored
	 */
	RestrainedCacheWriter(RedisCacheWriter delegate, CacheRestraint restraint, Executor executor) {
		this.delegate = delegate;
		this.restraint = restraint;
		this.executor = executor;
	}

	/**
	 * None, zero or less means that the entry does not expire: there is nothing to
	 * shorten.
	 */
	private @Nullable Duration restrained(@Nullable Duration ttl) {
		return (ttl == null || ttl.isZero() || ttl.isNegative()) ? ttl : this.restraint.timeToLive(ttl);
	}

	@Override
	public byte @Nullable [] get(String name, byte[] key) {
		return this.delegate.get(name, key);
	}

	/**
	 * With a time to idle, which each read gives anew.
	 */
	@Override
	public byte @Nullable [] get(String name, byte[] key, @Nullable Duration ttl) {
		return this.delegate.get(name, key, restrained(ttl));
	}

	@Override
	public boolean supportsAsyncRetrieve() {
		return this.delegate.supportsAsyncRetrieve();
	}

	@Override
	public CompletableFuture<byte[]> retrieve(String name, byte[] key, @Nullable Duration ttl) {
		return this.delegate.retrieve(name, key, restrained(ttl));
	}

	@Override
	public void put(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		if (this.restraint.stops(name)) {
			this.delegate.evict(name, key);
		}
		else {
			this.delegate.put(name, key, value, restrained(ttl));
		}
	}

	@Override
	public CompletableFuture<Void> store(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		if (this.restraint.stops(name)) {
			return CompletableFuture.runAsync(() -> this.delegate.evict(name, key), this.executor);
		}
		return this.delegate.store(name, key, value, restrained(ttl));
	}

	/**
	 * An entry that is there stays, as it would anyway.
	 */
	@Override
	public byte @Nullable [] putIfAbsent(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		if (this.restraint.stops(name)) {
			return this.delegate.get(name, key);
		}
		return this.delegate.putIfAbsent(name, key, value, restrained(ttl));
	}

	@Override
	public void evict(String name, byte[] key) {
		this.delegate.evict(name, key);
	}

	@Override
	public boolean evictIfPresent(String name, byte[] key) {
		return this.delegate.evictIfPresent(name, key);
	}

	@Override
	public void clear(String name, byte[] pattern) {
		this.delegate.clear(name, pattern);
	}

	@Override
	public boolean invalidate(String name, byte[] pattern) {
		return this.delegate.invalidate(name, pattern);
	}

	@Override
	public CacheStatistics getCacheStatistics(String cacheName) {
		return this.delegate.getCacheStatistics(cacheName);
	}

	@Override
	public void clearStatistics(String name) {
		this.delegate.clearStatistics(name);
	}

	@Override
	public RedisCacheWriter withStatisticsCollector(CacheStatisticsCollector collector) {
		return new RestrainedCacheWriter(this.delegate.withStatisticsCollector(collector), this.restraint,
				this.executor);
	}

}
