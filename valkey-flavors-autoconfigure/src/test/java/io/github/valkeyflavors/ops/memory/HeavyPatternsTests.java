package io.github.valkeyflavors.ops.memory;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.valkeyflavors.ops.memory.DatabaseMemory.Group;
import io.github.valkeyflavors.ops.memory.Tally.Population;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeavyPatterns}.
 */
class HeavyPatternsTests {

	private static final int CAPACITY = 20;

	private static final int DIFFERENT = 10_000;

	private final HeavyPatterns patterns = new HeavyPatterns(CAPACITY);

	@Test
	void countsEachPatternWhenThereAreFew() {
		this.patterns.add("a", 10);
		this.patterns.add("b", 5);
		this.patterns.add("a", 20);

		assertThat(this.patterns.top(10, measured(3))).containsExactly(group("a", 2, 30), group("b", 1, 5));
	}

	@Test
	void putsWhatIsBeyondTheListUnderOther() {
		this.patterns.add("a", 10);
		this.patterns.add("b", 5);
		this.patterns.add("c", 3);

		assertThat(this.patterns.top(1, measured(3))).containsExactly(group("a", 1, 10), group("other", 2, 8));
	}

	@Test
	void needsNoMoreCountersWhenThereAreManyPatterns() {
		fill();

		assertThat(this.patterns.size()).isEqualTo(CAPACITY);
	}

	@Test
	void findsTheHeavyOnesAmongMany() {
		fill();

		assertThat(this.patterns.top(2, measured(2 * DIFFERENT))).extracting(Group::name).startsWith("heavy", "half");
	}

	@Test
	void losesNothing() {
		fill();

		List<Group> groups = this.patterns.top(CAPACITY, measured(2 * DIFFERENT));

		assertThat(groups.stream().mapToLong((group) -> group.keys().value()).sum()).isEqualTo(DIFFERENT * 5 / 2);
	}

	@Test
	void upperEndHoldsWhatAPatternMayHaveLost() {
		this.patterns.add("late", 7);
		fill();
		this.patterns.add("late", 7);

		Group late = this.patterns.top(CAPACITY, measured(DIFFERENT * 5 / 2 + 2))
			.stream()
			.filter((group) -> group.name().equals("late"))
			.findFirst()
			.orElseThrow();

		assertThat(late.bytes()).isNotNull().satisfies((bytes) -> assertThat(bytes.contains(14)).isTrue());
	}

	private void fill() {
		for (int i = 0; i < DIFFERENT; i++) {
			this.patterns.add("only-" + i, 1);
			this.patterns.add("heavy", 10);
			if (i % 2 == 0) {
				this.patterns.add("half", 10);
			}
		}
	}

	private static Population measured(long keys) {
		return new Population(keys, keys, true);
	}

	private static Group group(String name, long keys, long bytes) {
		return new Group(name, new Estimate(keys, keys, keys), new Estimate(bytes, bytes, bytes));
	}

}
