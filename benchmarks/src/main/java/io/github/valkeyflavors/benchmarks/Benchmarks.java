package io.github.valkeyflavors.benchmarks;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Our side of the benchmarks. Prints one line per figure: its name, a space, its value.
 */
public final class Benchmarks {

	private static final long BETWEEN_SINGLE_JOBS = TimeUnit.MILLISECONDS.toNanos(3);

	private final Numbers numbers;

	private final PrintStream figures;

	private Benchmarks(Numbers numbers, PrintStream figures) {
		this.numbers = numbers;
		this.figures = figures;
	}

	public static void main(String[] arguments) throws Exception {
		Benchmarks benchmarks = new Benchmarks(Numbers.fromEnvironment(), System.out);
		switch (arguments[0]) {
			case "push" -> benchmarks.push();
			case "throughput" -> benchmarks.throughput();
			case "latency" -> benchmarks.latency();
			case "processes" -> benchmarks.processes(Integer.parseInt(arguments[1]));
			case "worker" -> WorkerProcess.main(benchmarks.numbers);
			case "heap" -> benchmarks.heap(Integer.parseInt(arguments[1]));
			default -> throw new IllegalArgumentException("No benchmark " + arguments[0]);
		}
	}

	private void push() {
		try (LoadApplication application = new LoadApplication(this.numbers)) {
			application.push("load", this.numbers.warmUp());
			application.empty();
			application.push("load", this.numbers.deep());
			for (int round = 0; round < this.numbers.rounds(); round++) {
				report("push", application.push("load", this.numbers.jobs()));
				application.dropNewest(this.numbers.jobs());
			}
			application.empty();
		}
	}

	private void throughput() throws InterruptedException {
		try (LoadApplication application = new LoadApplication(this.numbers)) {
			application.push("load", this.numbers.warmUp());
			application.drain(this.numbers.warmUp());
			for (int round = 0; round < this.numbers.rounds(); round++) {
				application.push("load", this.numbers.deep());
				application.push("load", this.numbers.jobs());
				report("throughput", application.drain(this.numbers.jobs()));
				application.empty();
			}
		}
	}

	private void latency() throws InterruptedException {
		try (LoadApplication application = new LoadApplication(this.numbers)) {
			application.worker().start();
			delays(application);
			double[] millis = delays(application);
			Arrays.sort(millis);
			report("latency_p50", millis[millis.length / 2]);
			report("latency_p99", millis[(int) (millis.length * 0.99)]);
			report("latency_max", millis[millis.length - 1]);
		}
	}

	private double[] delays(LoadApplication application) throws InterruptedException {
		double[] millis = new double[this.numbers.latencies()];
		for (int i = 0; i < millis.length; i++) {
			application.client().enqueue("timed", System.nanoTime());
			millis[i] = application.jobs().nextDelayNanos() / 1e6;
			LockSupport.parkNanos(BETWEEN_SINGLE_JOBS);
		}
		return millis;
	}

	private void processes(int count) throws Exception {
		try (LoadApplication application = new LoadApplication(this.numbers);
				WorkerProcesses workers = new WorkerProcesses(count)) {
			application.push("load", this.numbers.warmUp());
			workers.drain(this.numbers.warmUp());
			for (int round = 0; round < this.numbers.rounds(); round++) {
				application.push("load", this.numbers.jobs());
				report("throughput", workers.drain(this.numbers.jobs()));
			}
		}
	}

	private void heap(int waiting) {
		try (LoadApplication application = new LoadApplication(this.numbers)) {
			application.push("slow", waiting);
			application.worker().start();
			HeapMeter meter = new HeapMeter();
			meter.await(() -> application.jobs().slowRuns() > this.numbers.concurrency() * 100L);
			report("heap", meter.usedMegabytes());
			application.empty();
		}
	}

	private void report(String name, double value) {
		this.figures.printf(Locale.ROOT, "%s %.3f%n", name, value);
	}

}
