package io.github.valkeyflavors.cache;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.cache.RedisCacheWriter.TtlFunction;

/**
 * Gives each entry a time to live that is shortened by a random part, so that entries
 * that were written together do not expire together. No entry lives longer than the time
 * to live.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class JitteredTimeToLive implements TtlFunction {

	private final Duration timeToLive;

	private final Duration jitter;

	private final LongUnaryOperator random;

	/**
	 * Creates the function.
	 * @param timeToLive the longest time to live
	 * @param jitter the longest time that it is shortened by
	 * @throws IllegalArgumentException if the jitter is negative or not shorter than the
	 * time to live
	 */
	public JitteredTimeToLive(Duration timeToLive, Duration jitter) {
		this(timeToLive, jitter, (bound) -> ThreadLocalRandom.current().nextLong(bound));
	}

	JitteredTimeToLive(Duration timeToLive, Duration jitter, LongUnaryOperator random) {
		if (jitter.isNegative() || jitter.compareTo(timeToLive) >= 0) {
			throw new IllegalArgumentException(
					"Jitter %s must be shorter than the time to live %s".formatted(jitter, timeToLive));
		}
		this.timeToLive = timeToLive;
		this.jitter = jitter;
		this.random = random;
	}

	@Override
	public Duration getTimeToLive(Object key, @Nullable Object value) {
		return this.timeToLive.minusMillis(this.random.applyAsLong(this.jitter.toMillis() + 1));
	}

}
