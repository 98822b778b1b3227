package io.github.valkeyflavors.queue.protocol;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * The two units of time on the wire: integer milliseconds in payloads, and seconds with a
 * fraction as scores of the sorted sets.
 *
 * @since 0.1.0
 */
public final class SidekiqTime {

	private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

	private static final int NANO_DIGITS = 9;

	private static final double MAX_SECONDS = 1e12;

	private static final double MAX_SECONDS_OF_NANOS = 8.8e9;

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
	 * Returns the point in time of a score, so that {@link #score} returns the same score
	 * again: in microseconds where they tell it from its neighbours, as from 1970 on with
	 * what Sidekiq and this library write, else in nanoseconds.
	 * @param score epoch seconds
	 * @return the point in time, or {@code null} if no calendar reaches so far
	 */
	public static @Nullable Instant ofScore(double score) {
		double second = Math.floor(score);
		if (Double.isNaN(score) || Math.abs(second) > MAX_SECONDS) {
			return null;
		}
		Instant exact = Instant.ofEpochSecond((long) second, Math.round((score - second) * 1e9));
		Instant micros = exact.plusNanos(500).truncatedTo(ChronoUnit.MICROS);
		return (score(micros) == score) ? micros : exact;
	}

	/**
	 * Returns the score that is next to a point in time.
	 * @param instant the point in time
	 * @return epoch seconds
	 */
	public static double score(Instant instant) {
		return BigDecimal.valueOf(instant.getEpochSecond())
			.add(BigDecimal.valueOf(instant.getNano(), NANO_DIGITS))
			.doubleValue();
	}

	/**
	 * Reads epoch seconds, with or without a fraction, as Sidekiq's processes write them.
	 * @param json the JSON text of the number, or {@code null} if there is none
	 * @return the point in time, or {@code null} if it is absent, not a number or after
	 * the year 2250
	 */
	public static @Nullable Instant ofSeconds(@Nullable String json) {
		try {
			BigDecimal seconds = new BigDecimal((json != null) ? json : "");
			return (Math.abs(seconds.doubleValue()) < MAX_SECONDS_OF_NANOS)
					? Instant.ofEpochSecond(0, seconds.movePointRight(NANO_DIGITS).longValue()) : null;
		}
		catch (ArithmeticException | NumberFormatException ex) {
			return null;
		}
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
