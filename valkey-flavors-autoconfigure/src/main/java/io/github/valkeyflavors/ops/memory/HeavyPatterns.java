package io.github.valkeyflavors.ops.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.memory.DatabaseMemory.Group;
import io.github.valkeyflavors.ops.memory.Tally.Population;

/**
 * The patterns of keys that take the most memory, found with a fixed number of counters:
 * however many patterns there are, each that takes more than the total divided by that
 * number has one. When a new pattern comes and no counter is free, it takes over that of
 * the smallest one, and with it what that one may have lost: the Space-Saving algorithm,
 * see A. Metwally, D. Agrawal, A. El Abbadi, Efficient Computation of Frequent and Top-k
 * Elements in Data Streams (ICDT 2005). What was counted is never lost, but goes to
 * {@value DatabaseMemory#OTHER}, and what a pattern may have lost is in the upper end of
 * its estimate.
 * <p>
 * Not thread-safe.
 */
final class HeavyPatterns {

	private static final Comparator<Counter> BY_WEIGHT = Comparator.comparingDouble(Counter::weight);

	private final int capacity;

	private final Map<String, Counter> counters = new HashMap<>();

	private final Tally other = new Tally();

	HeavyPatterns(int capacity) {
		this.capacity = capacity;
	}

	void add(String pattern, long bytes) {
		Counter counter = this.counters.get(pattern);
		if (counter == null) {
			counter = new Counter(pattern, (this.counters.size() < this.capacity) ? null : removeSmallest());
			this.counters.put(pattern, counter);
		}
		counter.tally.add(bytes);
	}

	private Counter removeSmallest() {
		Counter smallest = this.counters.values().stream().min(BY_WEIGHT).orElseThrow();
		this.counters.remove(smallest.pattern);
		this.other.add(smallest.tally);
		return smallest;
	}

	int size() {
		return this.counters.size();
	}

	List<Group> top(int number, Population population) {
		List<Counter> sorted = this.counters.values()
			.stream()
			.sorted(BY_WEIGHT.reversed().thenComparing((counter) -> counter.pattern))
			.toList();
		List<Group> groups = new ArrayList<>();
		Tally rest = new Tally();
		rest.add(this.other);
		for (int i = 0; i < sorted.size(); i++) {
			if (i < number) {
				groups.add(sorted.get(i).group(population));
			}
			else {
				rest.add(sorted.get(i).tally);
			}
		}
		if (rest.keys() > 0) {
			groups.add(group(DatabaseMemory.OTHER, rest, population));
		}
		return groups;
	}

	static Group group(String name, Tally tally, Population population) {
		return new Group(name, tally.keysOf(population), population.weighed() ? tally.bytesOf(population) : null);
	}

	private static final class Counter {

		private final String pattern;

		private final double lostBytes;

		private final long lostKeys;

		private final Tally tally = new Tally();

		Counter(String pattern, @Nullable Counter before) {
			this.pattern = pattern;
			this.lostBytes = (before != null) ? before.lostBytes + before.tally.bytes() : 0;
			this.lostKeys = (before != null) ? before.lostKeys + before.tally.keys() : 0;
		}

		double weight() {
			// Where nothing was weighed, each key counts as one byte
			return this.lostBytes + this.tally.bytes() + (double) (this.lostKeys + this.tally.keys());
		}

		Group group(Population population) {
			Group counted = HeavyPatterns.group(this.pattern, this.tally, population);
			double scale = (double) population.keys() / population.measured();
			Estimate bytes = counted.bytes();
			return new Group(this.pattern, widen(counted.keys(), this.lostKeys * scale),
					(bytes != null) ? widen(bytes, this.lostBytes * scale) : null);
		}

		private static Estimate widen(Estimate estimate, double lost) {
			return new Estimate(estimate.value(), estimate.low(), estimate.high() + Math.round(lost));
		}

	}

}
