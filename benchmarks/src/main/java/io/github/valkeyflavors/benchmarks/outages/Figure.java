package io.github.valkeyflavors.benchmarks.outages;

import java.util.Locale;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

/**
 * One line of a table.
 *
 * @param title what it is; times end with their unit and are compared
 * @param value takes it from what was measured: NaN if there is none, infinity for never
 * @param target what it has to be, or null
 */
record Figure(String title, ToDoubleFunction<Outcome> value, @Nullable Target target) {

	static Figure of(String title, ToDoubleFunction<Outcome> value) {
		return new Figure(title, value, null);
	}

	Figure atMost(double limit) {
		return new Figure(this.title, this.value, new Target("≤ " + text(limit), (value) -> value <= limit));
	}

	Figure below(double limit) {
		return new Figure(this.title, this.value, new Target("< " + text(limit), (value) -> value < limit));
	}

	String row(Outcome plain, Outcome ours) {
		double theirs = this.value.applyAsDouble(plain);
		double own = this.value.applyAsDouble(ours);
		boolean comparable = isTime() && Double.isFinite(theirs) && Double.isFinite(own) && own > 0 && theirs > 0;
		String ratio = comparable ? text(theirs / own) + "×" : "";
		return "| %s | %s | %s | %s | %s |".formatted(this.title, text(theirs), text(own), ratio,
				(this.target != null) ? this.target.text() + (isMet(ours) ? ", met" : ", **missed**") : "");
	}

	boolean isMet(Outcome ours) {
		return this.target == null || this.target.condition().test(this.value.applyAsDouble(ours));
	}

	private boolean isTime() {
		return this.title.endsWith(", ms") || this.title.endsWith(", s");
	}

	static String text(double value) {
		if (Double.isNaN(value)) {
			return "–";
		}
		if (Double.isInfinite(value)) {
			return "not within the time";
		}
		boolean whole = value == Math.rint(value);
		return String.format(Locale.ROOT, (whole || value >= 100) ? "%,.0f" : (value >= 10) ? "%.1f" : "%.2f", value);
	}

	/**
	 * What a figure has to be.
	 *
	 * @param text for the reader
	 * @param condition for the check, false for NaN
	 */
	record Target(String text, DoublePredicate condition) {
	}

}
