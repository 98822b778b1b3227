package io.github.valkeyflavors.queue.protocol;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.Job;

/**
 * The {@code retry} field of a payload: how often a failing job is tried again.
 *
 * @param value the number of retries, {@link Job#RETRY_DEFAULT} or
 * {@link Job#RETRY_NEVER}
 * @since 0.1.0
 */
public record RetryLimit(int value) {

	/**
	 * The usual 25 retries: {@code true}.
	 */
	public static final RetryLimit STANDARD = new RetryLimit(Job.RETRY_DEFAULT);

	/**
	 * A failing job is discarded: {@code false}.
	 */
	public static final RetryLimit NEVER = new RetryLimit(Job.RETRY_NEVER);

	private static final int STANDARD_ATTEMPTS = 25;

	private static final Pattern INTEGER = Pattern.compile("-?\\d{1,9}");

	/**
	 * Creates a limit.
	 * @param value the number of retries, or one of the two constants
	 * @throws IllegalArgumentException if the value is another negative number
	 */
	public RetryLimit {
		if (value < Job.RETRY_NEVER) {
			throw new IllegalArgumentException(
					"retry = %d must be 0 or more, Job.RETRY_DEFAULT or Job.RETRY_NEVER".formatted(value));
		}
	}

	/**
	 * Returns the number of retries before a failing job is dead.
	 * @return the number of retries, 0 or more
	 */
	public int attempts() {
		return (this.value == Job.RETRY_DEFAULT) ? STANDARD_ATTEMPTS : Math.max(0, this.value);
	}

	/**
	 * Returns whether a failing job vanishes instead of going to the dead set.
	 * @return whether this is {@link #NEVER}
	 */
	public boolean discards() {
		return this.value == Job.RETRY_NEVER;
	}

	String toJson() {
		return switch (this.value) {
			case Job.RETRY_DEFAULT -> "true";
			case Job.RETRY_NEVER -> "false";
			default -> String.valueOf(this.value);
		};
	}

	static @Nullable RetryLimit parse(@Nullable String json) {
		if (json == null || "null".equals(json)) {
			return null;
		}
		if ("false".equals(json)) {
			return NEVER;
		}
		return INTEGER.matcher(json).matches() ? new RetryLimit(Math.max(0, Integer.parseInt(json))) : STANDARD;
	}

}
