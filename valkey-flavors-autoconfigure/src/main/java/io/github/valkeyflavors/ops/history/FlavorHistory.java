package io.github.valkeyflavors.ops.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Remembers the last 500 things that happened to the servers, as this process saw them. A
 * restart forgets them.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class FlavorHistory {

	private static final int CAPACITY = 500;

	private final Deque<HistoryEntry> entries = new ArrayDeque<>();

	/**
	 * Adds an entry; the oldest one may go for it.
	 * @param entry what happened
	 */
	public synchronized void add(HistoryEntry entry) {
		if (this.entries.size() == CAPACITY) {
			this.entries.removeFirst();
		}
		this.entries.addLast(entry);
	}

	/**
	 * Returns what happened.
	 * @return the entries, the latest first
	 */
	public synchronized List<HistoryEntry> entries() {
		List<HistoryEntry> latestFirst = new ArrayList<>(this.entries);
		Collections.reverse(latestFirst);
		return latestFirst;
	}

}
