package io.github.valkeyflavors.ops.pressure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PressureThresholds}.
 */
class PressureThresholdsTests {

	@ParameterizedTest
	@CsvSource({ "0, NORMAL", "0.7999, NORMAL", "0.8, ELEVATED", "0.8999, ELEVATED", "0.9, HIGH", "0.9499, HIGH",
			"0.95, CRITICAL", "1, CRITICAL", "3, CRITICAL" })
	void reachesLevelAtItsThreshold(double use, PressureLevel expected) {
		assertThat(PressureThresholds.DEFAULTS.next(PressureLevel.NORMAL, use)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "CRITICAL, 0.9, CRITICAL", "CRITICAL, 0.8999, HIGH", "CRITICAL, 0.85, HIGH",
			"CRITICAL, 0.8499, ELEVATED", "CRITICAL, 0.75, ELEVATED", "CRITICAL, 0.7499, NORMAL", "CRITICAL, 0, NORMAL",
			"HIGH, 0.85, HIGH", "HIGH, 0.8499, ELEVATED", "ELEVATED, 0.75, ELEVATED", "ELEVATED, 0.7499, NORMAL" })
	void leavesLevelBelowItsThreshold(PressureLevel current, double use, PressureLevel expected) {
		assertThat(PressureThresholds.DEFAULTS.next(current, use)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "ELEVATED, 0.95, CRITICAL", "HIGH, 0.95, CRITICAL", "ELEVATED, 0.9, HIGH" })
	void risesFromEveryLevel(PressureLevel current, double use, PressureLevel expected) {
		assertThat(PressureThresholds.DEFAULTS.next(current, use)).isEqualTo(expected);
	}

	@Test
	void staysAtLevelWhileUseGoesToAndFro() {
		PressureLevel level = PressureLevel.NORMAL;
		for (double use : new double[] { 0.91, 0.89, 0.9, 0.86, 0.94 }) {
			level = PressureThresholds.DEFAULTS.next(level, use);

			assertThat(level).isEqualTo(PressureLevel.HIGH);
		}
	}

	@Test
	void leavesLevelAtOnceWithoutHysteresis() {
		PressureThresholds thresholds = new PressureThresholds(10, 20, 30, 0);

		assertThat(thresholds.next(PressureLevel.CRITICAL, 0.29)).isEqualTo(PressureLevel.HIGH);
	}

	@ParameterizedTest
	@CsvSource({ "0, 90, 95, 0", "80, 80, 95, 5", "80, 90, 90, 5", "95, 90, 80, 5", "80, 90, 101, 5", "80, 90, 95, -1",
			"80, 90, 95, 80" })
	void refusesThresholdsThatDoNotRise(int elevated, int high, int critical, int hysteresis) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PressureThresholds(elevated, high, critical, hysteresis));
	}

}
