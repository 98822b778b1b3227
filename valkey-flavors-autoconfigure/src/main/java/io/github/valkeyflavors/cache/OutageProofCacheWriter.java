package io.github.valkeyflavors.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedRuntimeException;
import org.springframework.data.redis.cache.CacheStatistics;
import org.springframework.data.redis.cache.CacheStatisticsCollector;
import org.springframework.data.redis.cache.RedisCacheWriter;

/**
 * A cache writer to which a failure of the server is a miss when reading and nothing when
 * writing. Knows only bytes: what applications load and convert is outside. Thread-safe.
 */
final class OutageProofCacheWriter implements RedisCacheWriter {

	/**
	 * One, and one more in case the breaker closed between the refusal and the attempt to
	 * remember it.
	 */
	private static final int ATTEMPTS = 2;

	private final RedisCacheWriter delegate;

	private final CacheStatisticsCollector statistics;

	private final Losses losses;

	private final Executor executor;

	/**
	 * Creates the writer.
	 * @param delegate writes at once and collects these statistics
	 * @param statistics gets the misses for want of a server
	 * @param losses is told what did not reach the server
	 * @param executor completes futures: on the threads of Lettuce nobody may wait for
	 * another answer, as Spring does to put what was loaded
	 */
	OutageProofCacheWriter(RedisCacheWriter delegate, CacheStatisticsCollector statistics, Losses losses,
			Executor executor) {
		this.delegate = delegate;
		this.statistics = statistics;
		this.losses = losses;
		this.executor = executor;
	}

	@Override
	public byte @Nullable [] get(String name, byte[] key) {
		return get(name, key, null);
	}

	@Override
	public byte @Nullable [] get(String name, byte[] key, @Nullable Duration ttl) {
		if (this.losses.cover(name, key)) {
			return miss(name);
		}
		try {
			byte[] value = this.delegate.get(name, key, ttl);
			this.losses.answered();
			return value;
		}
		catch (NestedRuntimeException | RedisException | IllegalStateException | RejectedExecutionException ex) {
			this.losses.notRead(ex);
			return miss(name);
		}
	}

	@Override
	public boolean supportsAsyncRetrieve() {
		return this.delegate.supportsAsyncRetrieve();
	}

	@Override
	@SuppressWarnings("NullAway") // a completed future of null is a miss
	public CompletableFuture<byte[]> retrieve(String name, byte[] key, @Nullable Duration ttl) {
		if (this.losses.cover(name, key)) {
			return CompletableFuture.completedFuture(miss(name));
		}
		return this.delegate.retrieve(name, key, ttl).handleAsync((value, ex) -> {
			if (ex != null) {
				this.losses.notRead(failureOfServer(ex));
				return miss(name);
			}
			this.losses.answered();
			return value;
		}, this.executor);
	}

	private byte @Nullable [] miss(String name) {
		this.statistics.incGets(name);
		this.statistics.incMisses(name);
		return null;
	}

	@Override
	public void put(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		write("put", Removal.ofPut(name, key), Boolean.FALSE, () -> putOrEvict(name, key, value, ttl));
	}

	/**
	 * A server that refuses to store a value, because it is full, may have an old one.
	 */
	private boolean putOrEvict(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		try {
			this.delegate.put(name, key, value, ttl);
			return true;
		}
		catch (NestedRuntimeException ex) {
			if (!isReply(ex)) {
				throw ex;
			}
			this.delegate.evict(name, key);
			this.losses.refused("put", ex);
			return false;
		}
	}

	@Override
	@SuppressWarnings("NullAway") // a completed future of nothing
	public CompletableFuture<Void> store(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		return this.delegate.store(name, key, value, ttl).handleAsync((stored, ex) -> {
			if (ex != null) {
				notStored(name, key, value, ttl, failureOfServer(ex));
			}
			else {
				this.losses.answered();
			}
			return null;
		}, this.executor);
	}

	private void notStored(String name, byte[] key, byte[] value, @Nullable Duration ttl, Throwable failure) {
		if (isReply(failure)) {
			this.losses.refused("put", failure);
			evict(name, key);
		}
		else if (!this.losses.notWritten("put", failure, Removal.ofPut(name, key))) {
			put(name, key, value, ttl);
		}
	}

	/**
	 * An entry that must not be read is replaced, as if it were absent. One that the
	 * server refused to store is not there, unless another was there before.
	 */
	@Override
	@SuppressWarnings("NullAway") // null in place of an array
	public byte @Nullable [] putIfAbsent(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		if (this.losses.cover(name, key)) {
			put(name, key, value, ttl);
			return null;
		}
		return this.<byte @Nullable []>write("put-if-absent", Removal.ofPut(name, key), null, () -> {
			try {
				return this.delegate.putIfAbsent(name, key, value, ttl);
			}
			catch (NestedRuntimeException ex) {
				if (!isReply(ex)) {
					throw ex;
				}
				this.losses.refused("put-if-absent", ex);
				return null;
			}
		});
	}

	@Override
	public void evict(String name, byte[] key) {
		evictIfPresent(name, key);
	}

	@Override
	public boolean evictIfPresent(String name, byte[] key) {
		return write("evict", Removal.ofKey(name, key), Boolean.FALSE, () -> this.delegate.evictIfPresent(name, key));
	}

	@Override
	public void clear(String name, byte[] pattern) {
		invalidate(name, pattern);
	}

	@Override
	public boolean invalidate(String name, byte[] pattern) {
		return write("clear", Removal.ofPattern(name, pattern), Boolean.FALSE,
				() -> this.delegate.invalidate(name, pattern));
	}

	private <T extends @Nullable Object> T write(String operation, Removal removal, T otherwise, Supplier<T> command) {
		for (int attempt = 1;; attempt++) {
			try {
				T result = command.get();
				this.losses.answered();
				return result;
			}
			catch (NestedRuntimeException | RedisException | IllegalStateException | RejectedExecutionException ex) {
				if (this.losses.notWritten(operation, ex, removal)) {
					return otherwise;
				}
				if (attempt == ATTEMPTS) {
					this.losses.givenUp(ex, removal);
					return otherwise;
				}
			}
		}
	}

	/**
	 * Whatever a future fails with is the client's: often it is not translated.
	 */
	private static Throwable failureOfServer(Throwable thrown) {
		return (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause() : thrown;
	}

	/**
	 * Whether the server answered, with an error.
	 */
	private static boolean isReply(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof RedisCommandExecutionException) {
				return true;
			}
		}
		return false;
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
		return new OutageProofCacheWriter(this.delegate.withStatisticsCollector(collector), collector, this.losses,
				this.executor);
	}

}
