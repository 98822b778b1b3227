package io.github.valkeyflavors.samples.storefront.lookup;

import java.time.Duration;
import java.util.function.Function;

/**
 * The value of a cached look-up together with where it came from.
 * <p>
 * A cached value cannot know this about itself: written as "database" it would still say
 * so when it is read from the cache. So the caller hands a {@link LoadWitness} to the
 * {@code @Cacheable} method, which is no part of the cache key. On a miss the method's
 * body runs and tells the witness; on a hit nobody does.
 *
 * @param <T> the type of the value
 * @param value the value that was looked up
 * @param source where it came from
 * @param took how long the look-up took
 * @since 0.1.0
 */
public record Lookup<T>(T value, Source source, Duration took) {

	/**
	 * Performs a look-up.
	 * @param <T> the type of the value
	 * @param cached calls a cached method, passing on the witness
	 * @return the value and its source
	 */
	public static <T> Lookup<T> perform(Function<LoadWitness, T> cached) {
		LoadWitness witness = new LoadWitness();
		long start = System.nanoTime();
		T value = cached.apply(witness);
		return new Lookup<>(value, witness.source(), Duration.ofNanos(System.nanoTime() - start));
	}

}
