package io.github.valkeyflavors.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What has to be removed from one database because writes did not reach its server. Each
 * removal is done twice: it is due until it is done for the first time, and unsettled
 * until the second time, because a write that was given up may arrive in between.
 * <p>
 * Bounded: when there is no room the cache with the most removals is to be cleared, and
 * when no cache has more than one, everything that any of them has. What is cleared in
 * place of single keys begins like all of these keys. Thread-safe; does no I/O.
 */
final class MissedRemovals {

	private final int capacity;

	private final Map<String, OfCache> caches = new HashMap<>();

	private final Set<Removal> due = new HashSet<>();

	private int size;

	/**
	 * In place of all others, once there were too many caches.
	 */
	private @Nullable Removal everything;

	private volatile boolean empty = true;

	MissedRemovals(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Adds a removal that is due, also if it was done before.
	 */
	synchronized void add(Removal removal) {
		if (this.everything != null) {
			replaceEverything(this.everything.widenedBy(removal));
		}
		else {
			OfCache cache = this.caches.computeIfAbsent(removal.cache(), (name) -> new OfCache());
			this.size -= cache.removals.size();
			Removal added = cache.add(removal, this.due);
			this.due.add(added);
			this.size += cache.removals.size();
			if (this.size > this.capacity) {
				makeRoom();
			}
		}
		this.empty = false;
	}

	private void makeRoom() {
		OfCache largest = this.caches.values()
			.stream()
			.max(Comparator.comparingInt((cache) -> cache.removals.size()))
			.orElseThrow();
		this.size -= largest.removals.size();
		this.due.add(largest.clear(this.due));
		this.size += 1;
		if (this.size > this.capacity) {
			replaceEverything(
					all().stream().reduce(Removal::widenedBy).orElseThrow(() -> new IllegalStateException("Empty")));
		}
	}

	private void replaceEverything(Removal removal) {
		this.caches.clear();
		this.due.clear();
		this.everything = removal;
		this.due.add(removal);
		this.size = 1;
	}

	/**
	 * Returns whether what the server has for a key may be older than what it missed.
	 */
	boolean cover(String cache, byte[] key) {
		return !this.empty && covers(cache, key);
	}

	private synchronized boolean covers(String cache, byte[] key) {
		if (this.everything != null) {
			return true;
		}
		OfCache missed = this.caches.get(cache);
		return missed != null && (missed.patterns > 0 || missed.removals.containsKey(Removal.ofKey(cache, key)));
	}

	boolean isEmpty() {
		return this.empty;
	}

	synchronized boolean hasDue() {
		return !this.due.isEmpty();
	}

	/**
	 * Returns what is due, in no order.
	 */
	synchronized List<Removal> due() {
		return List.copyOf(this.due);
	}

	/**
	 * Returns all removals, those included that are done but unsettled.
	 */
	synchronized List<Removal> all() {
		List<Removal> all = new ArrayList<>(this.size);
		if (this.everything != null) {
			all.add(this.everything);
		}
		this.caches.values().forEach((cache) -> all.addAll(cache.removals.keySet()));
		return all;
	}

	/**
	 * Notes that the server confirmed removals, except those that were added again since.
	 */
	synchronized void done(List<Removal> removals) {
		identical(removals).forEach(this.due::remove);
	}

	/**
	 * Forgets removals that the server confirmed a second time, except those that were
	 * added again since.
	 */
	synchronized void settled(List<Removal> removals) {
		identical(removals).forEach((removal) -> {
			this.due.remove(removal);
			if (this.everything != null) {
				this.everything = null;
			}
			else {
				OfCache cache = this.caches.get(removal.cache());
				if (cache != null && cache.remove(removal)) {
					this.caches.remove(removal.cache());
				}
			}
			this.size--;
		});
		this.empty = this.size == 0;
	}

	private Stream<Removal> identical(List<Removal> removals) {
		Set<Removal> present = Collections.newSetFromMap(new IdentityHashMap<>());
		present.addAll(all());
		return removals.stream().filter(present::contains);
	}

	/**
	 * The removals of one cache.
	 */
	private static final class OfCache {

		private final Map<Removal, Removal> removals = new HashMap<>();

		private int patterns;

		private boolean cleared;

		/**
		 * A removal takes the place of an equal one, which may just be done.
		 */
		Removal add(Removal removal, Set<Removal> due) {
			if (this.cleared) {
				this.removals.put(removal, removal);
				return clear(due);
			}
			due.remove(removal);
			if (this.removals.remove(removal) == null && removal.isPattern()) {
				this.patterns++;
			}
			this.removals.put(removal, removal);
			return removal;
		}

		Removal clear(Set<Removal> due) {
			Removal all = this.removals.keySet().stream().reduce(Removal::widenedBy).orElseThrow();
			Removal removal = all.widenedBy(all);
			due.removeAll(this.removals.keySet());
			this.removals.clear();
			this.removals.put(removal, removal);
			this.patterns = 1;
			this.cleared = true;
			return removal;
		}

		/**
		 * Returns whether nothing is left.
		 */
		boolean remove(Removal removal) {
			if (this.removals.remove(removal) != null && removal.isPattern()) {
				this.patterns--;
			}
			return this.removals.isEmpty();
		}

	}

}
