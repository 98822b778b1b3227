package io.github.valkeyflavors.cache;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.cache.CacheStatistics;
import org.springframework.data.redis.cache.RedisCache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheWriter;

/**
 * A cache to which an entry that cannot be read (written by another version of the
 * application, of a type that is not allowed) is a miss: it is removed, counted as a miss
 * and logged once for each reason.
 */
final class FlavorCache extends RedisCache {

	private static final Log logger = LogFactory.getLog(FlavorCache.class);

	private static final Pattern GLOB = Pattern.compile("[*?\\[\\]\\\\]");

	private static final int MAX_LOGGED_REASONS = 100;

	private final AtomicLong unreadable = new AtomicLong();

	private final Set<String> loggedReasons = ConcurrentHashMap.newKeySet();

	FlavorCache(String name, RedisCacheWriter writer, RedisCacheConfiguration configuration) {
		super(name, writer, configuration);
	}

	@Override
	protected @Nullable Object lookup(Object key) {
		try {
			return super.lookup(key);
		}
		catch (UnreadableEntryException ex) {
			countAsMiss();
			remove(key, ex);
			return null;
		}
	}

	@Override
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		OnceLoader<T> loader = new OnceLoader<>(valueLoader);
		try {
			return super.get(key, loader);
		}
		catch (UnreadableEntryException ex) {
			countAsMissUnless(loader);
			remove(key, ex);
		}
		if (loader.hasLoaded()) {
			return loadCacheValue(key, loader);
		}
		try {
			return super.get(key, loader);
		}
		catch (UnreadableEntryException ex) {
			countAsMissUnless(loader);
			remove(key, ex);
			return loadCacheValue(key, loader);
		}
	}

	/**
	 * An entry that was just written was not found before.
	 */
	private void countAsMissUnless(OnceLoader<?> loader) {
		if (!loader.hasLoaded()) {
			countAsMiss();
		}
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		try {
			return super.putIfAbsent(key, value);
		}
		catch (UnreadableEntryException ex) {
			remove(key, ex);
		}
		try {
			return super.putIfAbsent(key, value);
		}
		catch (UnreadableEntryException ex) {
			put(key, value);
			return null;
		}
	}

	@Override
	public void clear(String keyPattern) {
		getCacheWriter().clear(getName(), pattern(keyPattern));
	}

	@Override
	public boolean invalidate() {
		return getCacheWriter().invalidate(getName(), pattern("*"));
	}

	/**
	 * The pattern of the cache's own keys, in which the prefix stands for itself.
	 */
	private byte[] pattern(String keyPattern) {
		RedisCacheConfiguration configuration = getCacheConfiguration();
		String prefix = configuration.usePrefix() ? configuration.getKeyPrefixFor(getName()) : "";
		return serializeCacheKey(GLOB.matcher(prefix).replaceAll("\\\\$0") + keyPattern);
	}

	@Override
	@SuppressWarnings("NullAway") // a completed future of null is a miss
	public CompletableFuture<ValueWrapper> retrieve(Object key) {
		return super.retrieve(key).exceptionallyCompose((ex) -> {
			Throwable cause = (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
			if (cause instanceof UnreadableEntryException unreadableEntry) {
				countAsMiss();
				// Not on the connection's own thread, which a blocking removal would stop
				return CompletableFuture.supplyAsync(() -> {
					remove(key, unreadableEntry);
					return null;
				});
			}
			return CompletableFuture.failedFuture(cause);
		});
	}

	@Override
	protected Object deserializeCacheValue(byte[] value) {
		Object stored;
		try {
			stored = super.deserializeCacheValue(value);
		}
		catch (RuntimeException ex) {
			throw new UnreadableEntryException(String.valueOf(ex.getMessage()), ex);
		}
		if (stored == null) {
			throw new UnreadableEntryException("There is no value in its %d bytes".formatted(value.length), null);
		}
		return stored;
	}

	@Override
	public CacheStatistics getStatistics() {
		return new ReadableStatistics(super.getStatistics(), this.unreadable.get());
	}

	@Override
	public void clearStatistics() {
		super.clearStatistics();
		this.unreadable.set(0);
	}

	/**
	 * Spring Data counted a hit, because it found bytes.
	 */
	private void countAsMiss() {
		this.unreadable.incrementAndGet();
	}

	private void remove(Object key, UnreadableEntryException ex) {
		String reason = ex.reason();
		if (this.loggedReasons.size() < MAX_LOGGED_REASONS && this.loggedReasons.add(reason)) {
			logger.warn("An entry of cache '%s' cannot be read, so it is removed and counts as a miss: %s"
				.formatted(getName(), reason));
		}
		evict(key);
	}

	/**
	 * Calls a loader once, however often it is asked.
	 */
	private static final class OnceLoader<T> implements Callable<T> {

		private final Callable<T> loader;

		private boolean loaded;

		private @Nullable T value;

		OnceLoader(Callable<T> loader) {
			this.loader = loader;
		}

		@Override
		@SuppressWarnings("NullAway") // null only where the loader said so
		public T call() throws Exception {
			if (!this.loaded) {
				this.value = this.loader.call();
				this.loaded = true;
			}
			return this.value;
		}

		boolean hasLoaded() {
			return this.loaded;
		}

	}

}
