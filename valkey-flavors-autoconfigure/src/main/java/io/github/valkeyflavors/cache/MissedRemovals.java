package io.github.valkeyflavors.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What has to be removed from one database. Bounded: when there is no room the cache with
 * the most removals is to be cleared, and when no cache has more than one, everything
 * that any of them has. What is cleared in place of single keys begins like all of these
 * keys. Thread-safe; does no I/O.
 */
final class MissedRemovals {

	private static final Log logger = LogFactory.getLog(MissedRemovals.class);

	private final int capacity;

	private final Map<String, OfCache> caches = new HashMap<>();

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
	 * Adds a removal, in place of an equal one.
	 */
	synchronized void add(Removal removal) {
		this.empty = false;
		if (this.everything != null) {
			this.everything = this.everything.widenedBy(removal);
			return;
		}
		OfCache cache = this.caches.computeIfAbsent(removal.cache(), (name) -> new OfCache());
		this.size -= cache.removals.size();
		cache.add(removal);
		this.size += cache.removals.size();
		if (this.size > this.capacity) {
			makeRoom();
		}
	}

	private void makeRoom() {
		OfCache largest = Collections.max(this.caches.values(),
				Comparator.comparingInt((cache) -> cache.removals.size()));
		this.size -= largest.removals.size();
		Removal cleared = largest.clear();
		this.size += largest.removals.size();
		logger.warn("Cache '%s' missed too many removals to remember each, so it is cleared when its server is back"
			.formatted(cleared.cache()));
		if (this.size > this.capacity) {
			Removal all = all().stream().reduce(Removal::widenedBy).orElseThrow();
			this.caches.clear();
			this.everything = all;
			this.size = 1;
		}
	}

	/**
	 * Returns whether a removal is of this key.
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

	synchronized List<Removal> all() {
		List<Removal> all = new ArrayList<>(this.size);
		if (this.everything != null) {
			all.add(this.everything);
		}
		this.caches.values().forEach((cache) -> all.addAll(cache.removals.keySet()));
		return all;
	}

	/**
	 * Forgets removals that are done, except those that were added again since.
	 */
	synchronized void forget(List<Removal> done) {
		Set<Removal> present = Collections.newSetFromMap(new IdentityHashMap<>());
		present.addAll(all());
		done.stream().filter(present::contains).forEach(this::forget);
		this.empty = this.size == 0;
	}

	// May be named twice
	private void forget(Removal removal) {
		if (this.everything != null) {
			this.everything = null;
			this.size = 0;
			return;
		}
		OfCache cache = this.caches.get(removal.cache());
		if (cache != null) {
			this.size -= cache.removals.size();
			boolean nothingLeft = cache.remove(removal);
			this.size += cache.removals.size();
			if (nothingLeft) {
				this.caches.remove(removal.cache());
			}
		}
	}

	/**
	 * The removals of one cache.
	 */
	private static final class OfCache {

		private final Map<Removal, Removal> removals = new HashMap<>();

		private int patterns;

		private boolean cleared;

		/**
		 * An equal one may be under way.
		 */
		void add(Removal removal) {
			remove(removal);
			this.removals.put(removal, removal);
			this.patterns += removal.isPattern() ? 1 : 0;
			if (this.cleared) {
				clear();
			}
		}

		Removal clear() {
			Removal first = this.removals.keySet().iterator().next();
			Removal all = this.removals.keySet().stream().reduce(first.widenedBy(first), Removal::widenedBy);
			this.removals.clear();
			this.removals.put(all, all);
			this.patterns = 1;
			this.cleared = true;
			return all;
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
