package io.github.valkeyflavors.autoconfigure.queue;

import java.lang.reflect.Method;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

import io.github.valkeyflavors.queue.InvalidJobException;
import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.client.JobDefaults;
import io.github.valkeyflavors.queue.protocol.RetryLimit;

/**
 * Turns a {@link Job} annotation into how its jobs are pushed, or says what is wrong with
 * it.
 */
final class JobAnnotation {

	private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(1);

	// What Sidekiq takes for a point in time
	private static final Duration LONGEST_DEADLINE = Duration.ofSeconds(1_000_000_000);

	private JobAnnotation() {
	}

	static JobDefaults defaults(Job job, Method method) {
		if (!StringUtils.hasText(job.value()) || !StringUtils.hasText(job.queue()) || job.retry() < Job.RETRY_NEVER) {
			throw new InvalidJobException(
					"@Job(value = \"%s\", queue = \"%s\", retry = %d) on %s is not a job".formatted(job.value(),
							job.queue(), job.retry(), method),
					"Give it a type, a queue, and 0 or more retries, Job.RETRY_DEFAULT or Job.RETRY_NEVER.");
		}
		if (job.backtrace() < 0) {
			throw new InvalidJobException("@Job(\"%s\", backtrace = %d) on %s keeps less than no line"
				.formatted(job.value(), job.backtrace(), method),
					"Set the number of lines to 0 or more, or leave backtrace out.");
		}
		return new JobDefaults(job.queue(), new RetryLimit(job.retry()), retryFor(job, method), job.backtrace());
	}

	private static @Nullable Duration retryFor(Job job, Method method) {
		if (job.retryFor().isEmpty()) {
			return null;
		}
		try {
			Duration retryFor = DurationStyle.detectAndParse(job.retryFor());
			if (retryFor.compareTo(SHORTEST_DEADLINE) >= 0 && retryFor.compareTo(LONGEST_DEADLINE) <= 0) {
				return retryFor;
			}
		}
		catch (ArithmeticException | IllegalArgumentException ex) {
			throw invalidRetryFor(job, method);
		}
		throw invalidRetryFor(job, method);
	}

	private static InvalidJobException invalidRetryFor(Job job, Method method) {
		return new InvalidJobException(
				"@Job(\"%s\", retryFor = \"%s\") on %s has no deadline".formatted(job.value(), job.retryFor(), method),
				"Write a duration of one second to 30 years, such as 3d, 12h or PT12H, or leave retryFor out.");
	}

}
