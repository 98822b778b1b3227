package io.github.valkeyflavors.samples.storefront.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A step in the life of the job that confirms an order.
 *
 * @param step what happened
 * @param attempt which run of the job this belongs to, from 1
 * @param at when it happened
 * @param detail why it happened, if there is more to say
 * @param retryAt when a failed job is due again, if it is retried
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderEvent(Step step, int attempt, Instant at, @Nullable String detail, @Nullable Instant retryAt) {

	static OrderEvent waiting(Instant at) {
		return new OrderEvent(Step.WAITING, 1, at, null, null);
	}

	static OrderEvent running(int attempt, Instant at) {
		return new OrderEvent((attempt == 1) ? Step.RUNNING : Step.RETRIED, attempt, at, null, null);
	}

	static OrderEvent failed(int attempt, Instant at, String detail, @Nullable Instant retryAt) {
		return new OrderEvent(Step.FAILED, attempt, at, detail, retryAt);
	}

	static OrderEvent done(int attempt, Instant at) {
		return new OrderEvent(Step.DONE, attempt, at, null, null);
	}

	static OrderEvent givenUp(int attempt, Instant at, String detail) {
		return new OrderEvent(Step.GIVEN_UP, attempt, at, detail, null);
	}

	/**
	 * Returns how long a failed job still waits for its next attempt.
	 * @param now the present
	 * @return the time in whole seconds, rounded up; 0 if it is due or not retried
	 */
	public long secondsToRetry(Instant now) {
		if (this.retryAt == null || !this.retryAt.isAfter(now)) {
			return 0;
		}
		return Duration.between(now, this.retryAt).plusMillis(999).toSeconds();
	}

	/**
	 * What can happen to a job.
	 *
	 * @since 0.1.0
	 */
	public enum Step {

		/**
		 * It was enqueued.
		 */
		WAITING,

		/**
		 * A worker began its first attempt.
		 */
		RUNNING,

		/**
		 * An attempt threw an exception.
		 */
		FAILED,

		/**
		 * A worker began a further attempt.
		 */
		RETRIED,

		/**
		 * An attempt succeeded.
		 */
		DONE,

		/**
		 * There will be no further attempt.
		 */
		GIVEN_UP;

		boolean isLast() {
			return this == DONE || this == GIVEN_UP;
		}

		@JsonValue
		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

		static Step of(String value) {
			return valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_'));
		}

	}

}
