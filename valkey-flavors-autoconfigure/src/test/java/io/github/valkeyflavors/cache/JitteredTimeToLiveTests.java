package io.github.valkeyflavors.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JitteredTimeToLive}.
 */
class JitteredTimeToLiveTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@Test
	void isTheTimeToLiveAtMost() {
		assertThat(new JitteredTimeToLive(HOUR, MINUTE, (bound) -> 0).getTimeToLive("key", null)).isEqualTo(HOUR);
	}

	@Test
	void isShorterByTheJitterAtMost() {
		assertThat(new JitteredTimeToLive(HOUR, MINUTE, (bound) -> bound - 1).getTimeToLive("key", null))
			.isEqualTo(HOUR.minus(MINUTE));
	}

	@Test
	void drawsFromEveryMillisecondOfTheJitter() {
		AtomicLong drawn = new AtomicLong();

		new JitteredTimeToLive(HOUR, MINUTE, (bound) -> {
			drawn.set(bound);
			return 0;
		}).getTimeToLive("key", null);

		assertThat(drawn).hasValue(60_001);
	}

	@RepeatedTest(100)
	void staysWithinBoundsByChance() {
		assertThat(new JitteredTimeToLive(Duration.ofMillis(3), Duration.ofMillis(2)).getTimeToLive("key", null))
			.isBetween(Duration.ofMillis(1), Duration.ofMillis(3));
	}

	@Test
	void allowsNoJitter() {
		assertThat(new JitteredTimeToLive(HOUR, Duration.ZERO).getTimeToLive("key", null)).isEqualTo(HOUR);
	}

	@Test
	void refusesJitterThatIsNotShorterThanTheTimeToLive() {
		assertThatIllegalArgumentException().isThrownBy(() -> new JitteredTimeToLive(HOUR, HOUR))
			.withMessage("Jitter PT1H must be shorter than the time to live PT1H");
	}

	@Test
	void refusesNegativeJitter() {
		assertThatIllegalArgumentException().isThrownBy(() -> new JitteredTimeToLive(HOUR, MINUTE.negated()));
	}

	@Test
	void refusesJitterWithoutTimeToLive() {
		assertThatIllegalArgumentException().isThrownBy(() -> new JitteredTimeToLive(Duration.ZERO, Duration.ZERO));
	}

}
