package io.github.valkeyflavors.queue.outage;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * How jobs are kept while the queue server is away. Immutable and thread-safe.
 *
 * @param pushTimeout how long a push that need not fail waits for its reply
 * @param bufferSize how many jobs are kept at most, 0 or more
 * @param bufferBytes how long their payloads may be together, 0 or more
 * @param stopTimeout how long a stop waits for the jobs that are kept to be pushed
 * @param file where a stop leaves the jobs that could not be pushed, for the next start,
 * or {@code null} to drop them
 * @since 0.1.0
 */
public record OutageSettings(Duration pushTimeout, int bufferSize, long bufferBytes, Duration stopTimeout,
		@Nullable Path file) {

	/**
	 * 250 ms for a push, 10,000 jobs or 64 MB, 5 seconds at a stop, and no file.
	 */
	public static final OutageSettings STANDARD = new OutageSettings(Duration.ofMillis(250), 10_000,
			64L * 1_024 * 1_024, Duration.ofSeconds(5), null);

	/**
	 * Creates the settings.
	 * @param pushTimeout how long a push waits
	 * @param bufferSize how many jobs are kept
	 * @param bufferBytes how many bytes are kept
	 * @param stopTimeout how long a stop waits
	 * @param file where a stop leaves jobs
	 * @throws IllegalArgumentException if a push must not wait at all, or a number is
	 * negative
	 */
	public OutageSettings {
		Assert.isTrue(pushTimeout.toMillis() >= 1, "'pushTimeout' must be 1 ms or more");
		Assert.isTrue(bufferSize >= 0, "'bufferSize' must not be negative");
		Assert.isTrue(bufferBytes >= 0, "'bufferBytes' must not be negative");
		Assert.isTrue(!stopTimeout.isNegative(), "'stopTimeout' must not be negative");
	}

}
