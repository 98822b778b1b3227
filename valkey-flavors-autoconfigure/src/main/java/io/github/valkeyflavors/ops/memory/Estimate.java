package io.github.valkeyflavors.ops.memory;

/**
 * A number that was estimated from a sample, with the interval that holds the true one in
 * 95 of 100 samples. Where every key was measured, the interval has no width.
 * <p>
 * The keys that are measured are a simple random sample: each key that {@code SCAN} shows
 * is taken with the same chance, independently of the others, so given their number any
 * set of keys is as likely as any other. A total is estimated by the mean of the sample
 * times the number of keys, its standard error by
 * {@code N * sqrt((1 - n / N) * s^2 / n)}, where {@code n} of {@code N} keys were
 * measured and {@code s^2} is the variance in the sample; the interval reaches 1.96
 * standard errors to both sides. The total of a part, such as one type, is the same with
 * zero for the keys that are not of it. See W. G. Cochran, Sampling Techniques, 3rd
 * edition (1977), sections 2.5 to 2.13.
 * <p>
 * What the interval does not know: that the few largest of all keys may not be in the
 * sample, and that {@code MEMORY USAGE} itself looks at five elements of a collection
 * only.
 * <p>
 * Immutable and thread-safe.
 *
 * @param value the estimate
 * @param low the lower end of the interval, never less than what was measured
 * @param high the upper end of the interval
 * @since 0.1.0
 */
public record Estimate(long value, long low, long high) {

	/**
	 * Nothing, for certain.
	 */
	public static final Estimate ZERO = new Estimate(0, 0, 0);

	private static final double QUANTILE = 1.96;

	/**
	 * Returns whether a number lies in the interval.
	 * @param number the number
	 * @return whether it does
	 */
	public boolean contains(long number) {
		return number >= this.low && number <= this.high;
	}

	/**
	 * Returns the half width of the interval as a part of the estimate.
	 * @return 0 where everything was measured, for example 0.05 for 5 % to both sides
	 */
	public double relativeError() {
		return (this.value == 0) ? 0 : (this.high - this.low) / 2.0 / this.value;
	}

	/**
	 * Estimates a total.
	 * @param keys how many keys there are
	 * @param measured how many of them are in the sample
	 * @param sum the sum of the sample
	 * @param squares the sum of the squares of the sample
	 * @return the estimate
	 */
	static Estimate ofTotal(long keys, long measured, double sum, double squares) {
		if (measured == 0) {
			return ZERO;
		}
		double mean = sum / measured;
		double total = mean * Math.max(keys, measured);
		double error = 0;
		if (keys > measured) {
			double variance = (measured > 1) ? Math.max(0, squares - sum * mean) / (measured - 1) : mean * mean;
			error = QUANTILE * keys * Math.sqrt((1 - (double) measured / keys) * variance / measured);
		}
		return new Estimate(Math.round(total), Math.round(Math.max(sum, total - error)), Math.round(total + error));
	}

}
