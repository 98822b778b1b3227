package io.github.valkeyflavors.ops.pressure;

import java.util.Collections;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Notes when something begins that is done from a level on, and when it ends.
 * <p>
 * Thread-safe.
 *
 * @param level from which level on it is done
 * @param flavors the names of the flavors that it is done for
 * @param begins what to say when it begins
 * @param ends what to say when it ends
 * @param journal where it is noted
 * @since 0.1.0
 */
public record PressureReaction(PressureLevel level, Set<String> flavors, String begins, String ends,
		PressureJournal journal) implements Consumer<MemoryPressureEvent> {

	/**
	 * Creates a reaction.
	 * @param level from which level on it is done
	 * @param flavors the names of the flavors that it is done for
	 * @param begins what to say when it begins
	 * @param ends what to say when it ends
	 * @param journal where it is noted
	 */
	public PressureReaction {
		flavors = Set.copyOf(flavors);
	}

	@Override
	public void accept(MemoryPressureEvent event) {
		MemoryPressure current = event.current();
		if (Collections.disjoint(this.flavors, current.flavors())) {
			return;
		}
		if (event.reaches(this.level)) {
			this.journal.info(current, this.begins);
		}
		else if (event.leaves(this.level)) {
			this.journal.info(current, this.ends);
		}
	}

}
