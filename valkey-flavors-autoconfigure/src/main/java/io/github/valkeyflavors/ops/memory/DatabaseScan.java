package io.github.valkeyflavors.ops.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanCursor;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.memory.KeyReader.Facts;
import io.github.valkeyflavors.ops.memory.KeyReader.Page;
import io.github.valkeyflavors.ops.memory.Tally.Population;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * Goes through the keys of a logical database. {@code SCAN} shows every key that is there
 * from the beginning to the end; each is measured with the same chance, together with the
 * question for the next page, so that a page costs one round trip. Not thread-safe.
 */
final class DatabaseScan {

	/**
	 * So few that the server answers others in between, within about a millisecond.
	 */
	private static final int PAGE = 1000;

	private static final int PAGES_PER_SECOND = 10;

	private final LogicalDatabase database;

	private final MemoryAuditRequest request;

	private final KeyReader reader;

	private final Pacer pacer;

	private final RandomGenerator random;

	private final Observer observer;

	private final DatabaseTally tally;

	private final TimeToLiveRule rule;

	private final List<String> unknown = new ArrayList<>();

	private long keys;

	private long seen;

	private long measured;

	private long vanished;

	private long hidden;

	private boolean complete;

	DatabaseScan(LogicalDatabase database, ResolvedFlavor flavor, MemoryAuditRequest request, KeyReader reader,
			Pacer pacer, RandomGenerator random, Observer observer) {
		this.database = database;
		this.request = request;
		this.reader = reader;
		this.pacer = pacer;
		this.random = random;
		this.observer = observer;
		this.rule = new TimeToLiveRule(flavor);
		this.tally = new DatabaseTally(new KeyNames(flavor.flavor().equals(Flavor.SESSIONS)), this.rule, request.top());
	}

	/**
	 * Looks at the keys, until the end, a cancellation, or a failure, which is reported
	 * as unknown.
	 * @param expected how many keys the server is said to have there, or {@code null}
	 */
	DatabaseMemory run(@Nullable Long expected) throws InterruptedException {
		try {
			this.reader.measureRoundTrip();
			Long size = this.reader.size();
			this.keys = (size != null) ? size : (expected != null) ? expected : 0;
			readAll();
		}
		catch (RedisException ex) {
			this.unknown
				.add("Keys after the first %d: the server %s".formatted(this.seen, OutageReason.of(ex).symptom()));
		}
		return result();
	}

	private void readAll() throws InterruptedException {
		double chance = this.request.sampleFraction();
		if (this.keys > 0) {
			chance = Math.min(chance, (double) this.request.sampleSize() / this.keys);
		}
		int pageSize = Math.max(1, Math.min(this.request.maxKeysPerSecond() / PAGES_PER_SECOND, PAGE));
		List<byte[]> sample = List.of();
		ScanCursor cursor = ScanCursor.INITIAL;
		while (cursor != null || !sample.isEmpty()) {
			Page page = this.reader.read(sample, cursor, pageSize);
			page.facts().forEach(this::add);
			KeyScanCursor<byte[]> next = page.next();
			List<byte[]> found = (next != null) ? next.getKeys() : List.of();
			sample = (next != null) ? sample(found, chance) : List.of();
			this.seen += found.size();
			this.complete |= next != null && next.isFinished();
			cursor = (next == null || next.isFinished()) ? null : next;
			this.observer.progress(this.keys, this.seen, this.measured);
			if (!this.observer.pause(this.pacer.answered(found.size(), this.reader.nanos()))) {
				this.complete = false;
				this.unknown.add("Keys after the first %d: the audit was cancelled".formatted(this.seen));
				return;
			}
		}
	}

	private List<byte[]> sample(List<byte[]> found, double chance) {
		return found.stream().filter((key) -> chance >= 1 || this.random.nextDouble() < chance).toList();
	}

	private void add(Facts facts) {
		if (facts.isHidden()) {
			this.hidden++;
			return;
		}
		this.measured++;
		if (facts.isGone()) {
			// It counts as a key that takes nothing
			this.vanished++;
			return;
		}
		this.tally.add(facts);
	}

	private DatabaseMemory result() {
		this.unknown.addAll(this.reader.refusals());
		if (this.hidden > 0) {
			this.unknown.add("%d keys of the sample: the server forbids this user to read them".formatted(this.hidden));
		}
		long all = this.complete ? this.seen : Math.max(this.keys, this.seen);
		boolean weighed = this.measured > 0 && !this.reader.isRefused("MEMORY USAGE");
		boolean timed = this.measured > 0 && !this.reader.isRefused("PTTL");
		Population population = new Population(all, this.measured, weighed);
		boolean empty = this.complete && all == 0;
		return new DatabaseMemory(this.database.name(), this.database.index(), this.database.flavor().name(),
				this.unknown, all, this.seen, this.measured, this.vanished,
				(weighed || empty) ? this.tally.bytes(population) : null,
				(timed || empty) ? this.tally.withoutTimeToLive(population) : null, this.rule.isExpected(),
				this.tally.largest(), this.tally.types(population), this.tally.patterns(population),
				this.tally.immortal(population));
	}

	/**
	 * Is told how far the scan is, and waits for it.
	 */
	interface Observer {

		void progress(long keys, long seen, long measured);

		/**
		 * Waits.
		 * @param nanos how long
		 * @return whether to go on
		 */
		boolean pause(long nanos) throws InterruptedException;

	}

}
