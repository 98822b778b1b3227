package io.github.valkeyflavors.ops.memory;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Pacer}.
 */
class PacerTests {

	private long now;

	@Test
	void waitsUntilTheAnswerWasTheAllowedPartOfTheTime() {
		Pacer pacer = new Pacer(0.1, Integer.MAX_VALUE, () -> this.now);
		this.now += millis(2);

		assertThat(pacer.answered(500, millis(2))).isEqualTo(millis(18));
	}

	@Test
	void waitsUntilTheKeysAreDue() {
		Pacer pacer = new Pacer(0.5, 1000, () -> this.now);
		this.now += millis(2);

		assertThat(pacer.answered(500, millis(2))).isEqualTo(millis(498));
	}

	@Test
	void slowServerIsAskedLess() {
		Pacer pacer = new Pacer(0.1, 1000, () -> this.now);
		this.now += millis(200);

		assertThat(pacer.answered(500, millis(200))).isEqualTo(millis(1800));
	}

	@Test
	void makesGoodWhatWasWaitedTooLong() {
		Pacer pacer = new Pacer(0.5, 10_000, () -> this.now);
		this.now += pacer.answered(500, 0) + millis(10);

		assertThat(pacer.answered(500, 0)).isEqualTo(millis(40));
	}

	@Test
	void doesNotHurryAfterALongStop() {
		Pacer pacer = new Pacer(0.5, 10_000, () -> this.now);
		this.now += pacer.answered(500, 0) + Duration.ofHours(1).toNanos();

		assertThat(pacer.answered(500, 0)).isEqualTo(-millis(100));
		assertThat(pacer.answered(500, 0)).isEqualTo(-millis(50));
		assertThat(pacer.answered(500, 0)).isZero();
		assertThat(pacer.answered(500, 0)).isEqualTo(millis(50));
	}

	@Test
	void addsUpHowLongTheServerWasBusy() {
		Pacer pacer = new Pacer(0.5, 10_000, () -> this.now);
		pacer.answered(500, millis(2));
		pacer.answered(500, millis(3));

		assertThat(pacer.busyNanos()).isEqualTo(millis(5));
	}

	private static long millis(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
