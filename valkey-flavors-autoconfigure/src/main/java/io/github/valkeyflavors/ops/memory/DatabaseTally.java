package io.github.valkeyflavors.ops.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.memory.DatabaseMemory.Group;
import io.github.valkeyflavors.ops.memory.DatabaseMemory.LargeKey;
import io.github.valkeyflavors.ops.memory.KeyReader.Facts;
import io.github.valkeyflavors.ops.memory.Tally.Population;

/**
 * Adds up what was found out about the keys of a database, in bounded memory. Not
 * thread-safe.
 */
final class DatabaseTally {

	/**
	 * How many patterns are counted, of which some are reported.
	 */
	private static final int PATTERNS = 1000;

	private static final int PATTERNS_WITHOUT_TIME_TO_LIVE = 200;

	private static final String UNKNOWN_TYPE = "unknown";

	private final KeyNames names;

	private final TimeToLiveRule rule;

	private final int top;

	private final Tally all = new Tally();

	private final Tally withoutTimeToLive = new Tally();

	private final Map<String, Tally> types = new TreeMap<>();

	private final HeavyPatterns patterns = new HeavyPatterns(PATTERNS);

	private final HeavyPatterns immortal = new HeavyPatterns(PATTERNS_WITHOUT_TIME_TO_LIVE);

	private final PriorityQueue<Facts> largest = new PriorityQueue<>(Comparator.comparingLong(Facts::size));

	DatabaseTally(KeyNames names, TimeToLiveRule rule, int top) {
		this.names = names;
		this.rule = rule;
		this.top = top;
	}

	/**
	 * Adds a key.
	 * @param facts what was found out about it
	 */
	void add(Facts facts) {
		String pattern = this.names.pattern(facts.key());
		long size = facts.size();
		this.all.add(size);
		this.types.computeIfAbsent(type(facts), (name) -> new Tally()).add(size);
		this.patterns.add(pattern, size);
		if (facts.neverExpires()) {
			this.withoutTimeToLive.add(size);
			if (this.rule.isExpectedOf(facts.key())) {
				this.immortal.add(pattern, size);
			}
		}
		if (facts.bytes() != null) {
			addLargest(facts);
		}
	}

	private void addLargest(Facts candidate) {
		Facts smallest = (this.largest.size() < this.top) ? null : this.largest.peek();
		// SCAN may show a key twice
		if ((smallest != null && candidate.size() <= smallest.size())
				|| this.largest.stream().anyMatch((known) -> Arrays.equals(known.key(), candidate.key()))) {
			return;
		}
		if (smallest != null) {
			this.largest.remove(smallest);
		}
		this.largest.add(candidate);
	}

	Estimate bytes(Population population) {
		return this.all.bytesOf(population);
	}

	Estimate withoutTimeToLive(Population population) {
		return this.withoutTimeToLive.keysOf(population);
	}

	List<Group> types(Population population) {
		List<Group> groups = new ArrayList<>();
		this.types.entrySet()
			.stream()
			.sorted(Map.Entry
				.comparingByValue(Comparator.comparingDouble(Tally::bytes).thenComparingLong(Tally::keys).reversed()))
			.forEach((entry) -> groups.add(HeavyPatterns.group(entry.getKey(), entry.getValue(), population)));
		return groups;
	}

	List<Group> patterns(Population population) {
		return this.patterns.top(this.top, population);
	}

	List<Group> immortal(Population population) {
		return this.immortal.top(this.top, population);
	}

	List<LargeKey> largest() {
		return this.largest.stream()
			.sorted(Comparator.comparingLong(Facts::size).reversed())
			.map((facts) -> new LargeKey(this.names.shown(facts.key()), type(facts), facts.size(), timeToLive(facts)))
			.toList();
	}

	private static String type(Facts facts) {
		String type = facts.type();
		return (type != null) ? type : UNKNOWN_TYPE;
	}

	private static @Nullable Duration timeToLive(Facts facts) {
		Long millis = facts.timeToLive();
		return (millis != null && millis >= 0) ? Duration.ofMillis(millis) : null;
	}

}
