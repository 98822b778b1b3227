package io.github.valkeyflavors.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a failed job waits for its next run. A bean of this type replaces Sidekiq's
 * delay for all jobs; {@link Job#retryDelay()} names one for the jobs of one type.
 * <p>
 * Must be thread-safe. When it throws, or returns a negative delay or one above ten
 * years, Sidekiq's delay applies and that is logged.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RetryDelay {

	/**
	 * Returns the delay before a retry.
	 * @param count the number of retries so far, 0 after the first failure
	 * @param job the job that failed
	 * @param failure what it threw
	 * @return the delay, nothing is added to it
	 */
	Duration before(int count, JobContext job, Throwable failure);

	/**
	 * Returns Sidekiq's delay: {@code count^4 + 15} seconds and up to
	 * {@code 10 * (count + 1)} more by chance, so that jobs that failed together do not
	 * come back together. The first retry comes after 15 to 24 seconds, the 25th after
	 * four days.
	 * @param random the source of chance
	 * @return the delay
	 */
	static RetryDelay sidekiq(RandomGenerator random) {
		return (count, job, failure) -> {
			int retries = Math.max(0, count);
			long jitter = random.nextLong(10L * (retries + 1));
			return Duration.ofSeconds((long) Math.pow(retries, 4) + 15 + jitter);
		};
	}

}
