package io.github.valkeyflavors.benchmarks.outages;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Some of the requests.
 *
 * @param all the requests
 */
record Samples(List<Sample> all) {

	Samples of(RequestKind kind) {
		return where((sample) -> sample.kind() == kind);
	}

	Samples where(Predicate<Sample> condition) {
		return new Samples(this.all.stream().filter(condition).toList());
	}

	/**
	 * Those that had to be sent in a period.
	 */
	Samples due(long from, long to) {
		return where((sample) -> sample.due() >= from && sample.due() < to);
	}

	double count() {
		return this.all.size();
	}

	double count(Predicate<Sample> condition) {
		return where(condition).count();
	}

	double slowest() {
		return percentile(1);
	}

	/**
	 * Returns a percentile of the latency, failed requests included.
	 * @param share which one, from 0 to 1
	 * @return milliseconds, or NaN if there are no requests
	 */
	double percentile(double share) {
		double[] sorted = this.all.stream().mapToDouble(Sample::millis).sorted().toArray();
		return percentile(sorted, share);
	}

	double latePercentile(double share) {
		return percentile(this.all.stream().mapToDouble(Sample::lateMillis).sorted().toArray(), share);
	}

	private static double percentile(double[] sorted, double share) {
		if (sorted.length == 0) {
			return Double.NaN;
		}
		int rank = (int) Math.ceil(share * sorted.length);
		return Arrays.stream(sorted).skip(Math.max(0, rank - 1)).findFirst().orElseThrow();
	}

}
