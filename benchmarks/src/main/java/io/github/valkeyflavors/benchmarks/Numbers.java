package io.github.valkeyflavors.benchmarks;

/**
 * How much load there is, from the environment, where Sidekiq's side reads it too.
 *
 * @param jobs jobs of a measured round
 * @param warmUp jobs before the first measured round
 * @param rounds measured rounds
 * @param deep jobs that wait in the same queue in addition
 * @param latencies single jobs whose start is timed
 * @param concurrency jobs that a worker runs at the same time
 */
record Numbers(int jobs, int warmUp, int rounds, int deep, int latencies, int concurrency) {

	static final int BATCH = 1000;

	static Numbers fromEnvironment() {
		return new Numbers(number("JOBS"), number("WARM_UP"), number("ROUNDS"), number("DEEP"), number("LATENCIES"),
				number("CONCURRENCY"));
	}

	private static int number(String name) {
		String value = System.getenv(name);
		if (value == null) {
			throw new IllegalStateException(name + " is not set: run this by benchmarks/run");
		}
		return Integer.parseInt(value);
	}

}
