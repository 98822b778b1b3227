package io.github.valkeyflavors.queue.worker;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.github.valkeyflavors.queue.protocol.QueueKeys;

/**
 * The jobs that this process knows to have taken and not yet given away: its side of the
 * lists {@code valkey-flavors:in-hand:<identity>:<queue>}. A job is held from the reply
 * of the fetch until the server has confirmed that it left the list. Thread-safe.
 */
final class Hand {

	private static final int MOST = 20_000;

	private final String identity;

	private final Set<Work> held = ConcurrentHashMap.newKeySet();

	private final Set<Object> fetches = ConcurrentHashMap.newKeySet();

	Hand(String identity) {
		this.identity = identity;
	}

	String key(String queue) {
		return QueueKeys.inHand(this.identity, queue);
	}

	// Whether so much is in hand that something must be wrong with the acknowledgements
	boolean isFull() {
		return this.held.size() >= MOST;
	}

	void hold(Work work) {
		this.held.add(work);
	}

	void release(Work work) {
		this.held.remove(work);
	}

	void release(Collection<Work> works) {
		works.forEach(this.held::remove);
	}

	Set<ByteBuffer> heldPayloads() {
		return this.held.stream().map(Work::key).collect(Collectors.toSet());
	}

	/**
	 * Notes that a fetch is under way, which may have taken jobs that are not held yet.
	 * @return a mark of this fetch, for {@link #fetched}
	 */
	Object fetching() {
		Object fetch = new Object();
		this.fetches.add(fetch);
		return fetch;
	}

	// Notes that all jobs that a fetch took are held
	void fetched(Object fetch) {
		this.fetches.remove(fetch);
	}

	Set<Object> fetchesUnderWay() {
		return Set.copyOf(this.fetches);
	}

}
