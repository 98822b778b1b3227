package io.github.valkeyflavors.ops.memory;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Estimate}.
 */
class EstimateTests {

	private static final int KEYS = 20_000;

	private static final int SAMPLES = 2000;

	@Test
	void isCertainWhenEverythingWasMeasured() {
		assertThat(Estimate.ofTotal(3, 3, 60, 1400)).isEqualTo(new Estimate(60, 60, 60));
	}

	@Test
	void isNothingWhenNothingWasMeasured() {
		assertThat(Estimate.ofTotal(3, 0, 0, 0)).isEqualTo(Estimate.ZERO);
	}

	@Test
	void scalesTheMeanOfTheSample() {
		assertThat(Estimate.ofTotal(1000, 100, 5000, 250_000)).isEqualTo(new Estimate(50_000, 50_000, 50_000));
	}

	@Test
	void isNeverLessThanWhatWasMeasured() {
		Estimate estimate = Estimate.ofTotal(1000, 10, 1_000_000, 1e12);

		assertThat(estimate.low()).isEqualTo(1_000_000);
	}

	@Test
	void relativeErrorIsHalfTheWidth() {
		assertThat(new Estimate(100, 90, 110).relativeError()).isEqualTo(0.1);
	}

	@Test
	void holdsTheTrueTotalIn95Of100Samples() {
		assertThat(coverage(0)).isBetween(0.935, 0.965);
	}

	@Test
	void holdsTheTrueTotalOfAPartIn95Of100Samples() {
		assertThat(coverage(4)).isBetween(0.925, 0.965);
	}

	/**
	 * Samples of sizes that are lognormal, as those of keys are, roughly.
	 * @param every only each of so many keys belongs to the part whose total is estimated
	 */
	private static double coverage(int every) {
		SplittableRandom random = new SplittableRandom(1977);
		double[] sizes = new double[KEYS];
		long total = 0;
		for (int i = 0; i < KEYS; i++) {
			sizes[i] = (every == 0 || i % every == 0) ? Math.rint(Math.exp(5 + random.nextGaussian())) : 0;
			total += (long) sizes[i];
		}
		int held = 0;
		for (int sample = 0; sample < SAMPLES; sample++) {
			int measured = 0;
			Tally tally = new Tally();
			for (double size : sizes) {
				if (random.nextDouble() < 0.1) {
					measured++;
					if (size > 0) {
						tally.add((long) size);
					}
				}
			}
			held += tally.bytesOf(new Tally.Population(KEYS, measured, true)).contains(total) ? 1 : 0;
		}
		return (double) held / SAMPLES;
	}

}
