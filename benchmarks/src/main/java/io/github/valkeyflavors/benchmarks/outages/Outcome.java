package io.github.valkeyflavors.benchmarks.outages;

import java.util.Comparator;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What was measured on one side while one fault came and went. Times are those of
 * {@link System#nanoTime()}.
 *
 * @param samples all requests since the measuring began
 * @param struck when the fault came
 * @param healed when the server was back
 * @param ended when the load ended
 * @param opened when a breaker was seen open
 * @param closed from when on all breakers were seen closed
 * @param orders what became of the orders
 * @param uncached the same load without a fault and without a cache; empty where it does
 * not matter
 */
record Outcome(Samples samples, long struck, long healed, long ended, OptionalLong opened, OptionalLong closed,
		OrderFates orders, Samples uncached) {

	/**
	 * What counts as open when no breaker is seen.
	 */
	private static final long USUALLY_OPEN = TimeUnit.SECONDS.toNanos(2);

	/**
	 * So that no request of the time before is still there when the fault comes.
	 */
	private static final long MARGIN = TimeUnit.MILLISECONDS.toNanos(500);

	/**
	 * Without the fault.
	 */
	Samples before() {
		return this.samples.where((sample) -> sample.due() < this.struck - MARGIN);
	}

	/**
	 * Those that the fault could hit.
	 */
	Samples during() {
		return this.samples.where((sample) -> sample.answered() >= this.struck && sample.due() < this.healed);
	}

	Samples onceOpen() {
		return this.samples.due(this.opened.orElse(this.struck + USUALLY_OPEN), this.healed);
	}

	Samples after() {
		return this.samples.due(this.healed, this.ended);
	}

	Samples duringAndAfter() {
		return this.samples.where((sample) -> sample.answered() >= this.struck);
	}

	double secondsToOpen() {
		return this.opened.isPresent() ? seconds(this.opened.getAsLong() - this.struck) : Double.NaN;
	}

	double secondsToClose() {
		return this.closed.isPresent() ? seconds(this.closed.getAsLong() - this.healed)
				: this.opened.isPresent() ? Double.POSITIVE_INFINITY : Double.NaN;
	}

	/**
	 * Returns how long after the return the first login was answered well.
	 * @return seconds, or infinity if there was none
	 */
	double secondsToLogin() {
		return this.samples.of(RequestKind.LOGIN)
			.where((sample) -> sample.isGood() && sample.answered() > this.healed)
			.all()
			.stream()
			.mapToDouble((sample) -> seconds(sample.answered() - this.healed))
			.min()
			.orElse(Double.POSITIVE_INFINITY);
	}

	/**
	 * Returns how long after the return the last request was sent that failed or was
	 * slow.
	 * @return seconds, or infinity if there were such requests until the end
	 */
	double secondsToNormal(Predicate<Sample> condition) {
		return after().where(condition)
			.where((sample) -> !sample.isNormal())
			.all()
			.stream()
			.max(Comparator.comparingLong(Sample::due))
			.map((sample) -> (this.ended - sample.due() < 2 * MARGIN) ? Double.POSITIVE_INFINITY
					: seconds(sample.due() - this.healed))
			.orElse(0.0);
	}

	private static double seconds(long nanos) {
		return nanos / (double) TimeUnit.SECONDS.toNanos(1);
	}

}
