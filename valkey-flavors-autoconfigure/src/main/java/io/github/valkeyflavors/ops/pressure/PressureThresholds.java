package io.github.valkeyflavors.ops.pressure;

/**
 * From how full on a server is at which level. A level is left only when use has fallen
 * some way below its threshold, so that a server at a threshold does not go to and fro.
 * <p>
 * Immutable and thread-safe.
 *
 * @param elevated percentage of {@code maxmemory} from which on a server is
 * {@link PressureLevel#ELEVATED}
 * @param high percentage from which on it is {@link PressureLevel#HIGH}
 * @param critical percentage from which on it is {@link PressureLevel#CRITICAL}
 * @param hysteresis how many percentage points below its threshold a level is left
 * @since 0.1.0
 */
public record PressureThresholds(int elevated, int high, int critical, int hysteresis) {

	/**
	 * 80, 90 and 95 %, left 5 points below.
	 */
	public static final PressureThresholds DEFAULTS = new PressureThresholds(80, 90, 95, 5);

	/**
	 * Creates the thresholds.
	 * @param elevated percentage of {@code maxmemory}, 1 or more
	 * @param high percentage, more than {@code elevated}
	 * @param critical percentage, more than {@code high}, 100 at most
	 * @param hysteresis percentage points, 0 or more and less than {@code elevated}
	 * @throws IllegalArgumentException if they are not in this order
	 */
	public PressureThresholds {
		if (elevated < 1 || high <= elevated || critical <= high || critical > 100) {
			throw new IllegalArgumentException(
					"Thresholds %d, %d and %d must rise and be 1 to 100".formatted(elevated, high, critical));
		}
		if (hysteresis < 0 || hysteresis >= elevated) {
			throw new IllegalArgumentException(
					"Hysteresis %d must be 0 or more and less than %d".formatted(hysteresis, elevated));
		}
	}

	/**
	 * Returns the level that follows.
	 * @param current the level until now
	 * @param use used memory as a part of {@code maxmemory}
	 * @return the level from now on
	 */
	public PressureLevel next(PressureLevel current, double use) {
		double percentage = use * 100;
		PressureLevel next = PressureLevel.NORMAL;
		for (PressureLevel level : PressureLevel.values()) {
			boolean reached = level.compareTo(current) <= 0;
			if (percentage >= threshold(level) - (reached ? this.hysteresis : 0)) {
				next = level;
			}
		}
		return next;
	}

	private int threshold(PressureLevel level) {
		return switch (level) {
			case NORMAL -> 0;
			case ELEVATED -> this.elevated;
			case HIGH -> this.high;
			case CRITICAL -> this.critical;
		};
	}

}
