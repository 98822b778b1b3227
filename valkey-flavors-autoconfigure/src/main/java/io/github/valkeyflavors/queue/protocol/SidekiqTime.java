package io.github.valkeyflavors.queue.protocol;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The two units of time on the wire: integer milliseconds in payloads, and seconds with a
 * fraction as scores of the sorted sets.
 *
 * @since 0.1.0
 */
public final class SidekiqTime {

	private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

	private SidekiqTime() {
	}

	/**
	 * Returns the score of a point in time.
	 * @param instant the point in time, from 1970 on
	 * @return epoch seconds with six decimals
	 */
	public static String scoreSeconds(Instant instant) {
		String micros = String.valueOf(1_000_000 + instant.getNano() / 1_000);
		return instant.getEpochSecond() + "." + micros.substring(1);
	}

	/**
	 * Reads a time field of a payload: integers are milliseconds, as Sidekiq 8 writes
	 * them, numbers with a fraction are seconds, as Sidekiq 7 and older wrote them.
	 * @param json the JSON text of the field, or {@code null} if there is none
	 * @return the point in time, or {@code null} if the field is absent or not a number
	 */
	static @Nullable Instant parse(@Nullable String json) {
		if (json == null) {
			return null;
		}
		try {
			BigDecimal number = new BigDecimal(json);
			if (json.chars().allMatch((c) -> c == '-' || Character.isDigit(c))) {
				return Instant.ofEpochMilli(number.longValueExact());
			}
			long nanos = number.multiply(NANOS_PER_SECOND).longValue();
			return Instant.ofEpochSecond(0, nanos);
		}
		catch (ArithmeticException | NumberFormatException ex) {
			return null;
		}
	}

}
