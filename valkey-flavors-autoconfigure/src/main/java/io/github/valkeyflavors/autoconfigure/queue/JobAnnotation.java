package io.github.valkeyflavors.autoconfigure.queue;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

import io.github.valkeyflavors.queue.InvalidJobException;
import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.OutageMode;
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

	static JobDefaults defaults(Job job, Method method, OutageMode undeclared) {
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
		return new JobDefaults(job.queue(), new RetryLimit(job.retry()), retryFor(job, method), job.backtrace(),
				outage(job, method, undeclared), job.inlineSafe());
	}

	private static OutageMode outage(Job job, Method method, OutageMode undeclared) {
		OutageMode[] modes = job.outage();
		if (modes.length > 1) {
			throw new InvalidJobException("@Job(\"%s\", outage = %s) on %s cannot do all of that at once"
				.formatted(job.value(), Arrays.toString(modes), method), "Keep one of the modes.");
		}
		if (modes.length == 0) {
			return job.inlineSafe() ? OutageMode.INLINE : undeclared;
		}
		if (modes[0] == OutageMode.INLINE && !job.inlineSafe()) {
			throw new InvalidJobException(
					"@Job(\"%s\", outage = INLINE) on %s is not marked as one that may run in the thread of whoever enqueues it"
						.formatted(job.value(), method),
					"Add inlineSafe = true if it may, else choose BUFFER or FAIL.");
		}
		return modes[0];
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
