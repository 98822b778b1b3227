package io.github.valkeyflavors.queue.protocol;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a failed job waits for its next run.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RetryDelay {

	/**
	 * Returns the delay before a retry.
	 * @param count the number of retries so far, 0 after the first failure
	 * @return the delay
	 */
	Duration before(int count);

	/**
	 * Returns Sidekiq's delay: {@code count^4 + 15} seconds and up to
	 * {@code 10 * (count + 1)} more by chance, so that jobs that failed together do not
	 * come back together. The first retry comes after 15 to 24 seconds, the 25th after
	 * four days.
	 * @param random the source of chance
	 * @return the delay
	 */
	static RetryDelay sidekiq(RandomGenerator random) {
		return (count) -> {
			long jitter = random.nextLong(10L * (count + 1));
			return Duration.ofSeconds((long) Math.pow(count, 4) + 15 + jitter);
		};
	}

}
