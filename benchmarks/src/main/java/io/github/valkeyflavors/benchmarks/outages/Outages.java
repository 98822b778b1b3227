package io.github.valkeyflavors.benchmarks.outages;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures both shops while their servers fail, and prints a Markdown table per fault.
 */
public final class Outages {

	/**
	 * On a machine that is left alone it is a few milliseconds.
	 */
	private static final double TOO_LATE_MILLIS = 25;

	private final Settings settings;

	private final PrintStream page = new PrintStream(System.out, true, StandardCharsets.UTF_8);

	private final Trials trials;

	private final Map<Side, Samples> uncached = new EnumMap<>(Side.class);

	private final List<String> missed = new ArrayList<>();

	private int targets;

	private Outages(Settings settings) {
		this.settings = settings;
		this.trials = new Trials(settings);
	}

	public static void main(String[] arguments) {
		new Outages(Settings.fromEnvironment()).run();
	}

	private void run() {
		for (Fault fault : this.settings.faults()) {
			print(fault, outcome(Side.PLAIN, fault), outcome(Side.OURS, fault));
		}
		this.page.printf("%nTargets met: %d of %d.%n", this.targets - this.missed.size(), this.targets);
		this.missed.forEach((line) -> this.page.printf("- missed: %s%n", line));
		System.exit(0);
	}

	private Outcome outcome(Side side, Fault fault) {
		Samples comparison = fault.isOfCache() ? this.uncached.computeIfAbsent(side, this.trials::runUncached)
				: new Samples(List.of());
		return this.trials.run(side, fault, comparison);
	}

	private void print(Fault fault, Outcome plain, Outcome ours) {
		this.page.printf("%n## %s%n%n", fault);
		this.page.println("| | plain Spring Boot | valkey-flavors | ratio | target |");
		this.page.println("|---|---:|---:|---:|---|");
		for (Figure figure : Figures.of(fault)) {
			this.page.println(figure.row(plain, ours));
			if (figure.target() != null) {
				this.targets++;
				if (!figure.isMet(ours)) {
					this.missed.add(fault + ": " + figure.title());
				}
			}
		}
		// During a fault the requests that hang on plain Spring Boot make later ones late
		double plainDelay = plain.before().latePercentile(0.99);
		double ourDelay = ours.samples().latePercentile(0.99);
		this.page.printf(
				"%nRequests were sent this late, in ms, p99: %s on plain Spring Boot before the fault, %s on valkey-flavors.%n",
				Figure.text(plainDelay), Figure.text(ourDelay));
		if (Math.max(plainDelay, ourDelay) > TOO_LATE_MILLIS) {
			this.page.println("**The machine was busy with something else: these figures say nothing.**");
		}
	}

}
