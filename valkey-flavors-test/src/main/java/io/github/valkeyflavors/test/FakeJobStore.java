package io.github.valkeyflavors.test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.client.NewJob;

/**
 * The jobs of a test, by where they are, and their clock. Thread-safe.
 */
final class FakeJobStore {

	private static final Comparator<FakeJob> BY_DUE = Comparator.comparing(FakeJob::due)
		.thenComparingLong(FakeJob::sequence);

	private final List<FakeJob> enqueued = new ArrayList<>();

	private final NavigableSet<FakeJob> waiting = new TreeSet<>(BY_DUE);

	private final List<FakeJob> performed = new ArrayList<>();

	private final NavigableSet<FakeJob> retries = new TreeSet<>(BY_DUE);

	private final List<FakeJob> dead = new ArrayList<>();

	private final Clock clock = new Clock();

	private final Supplier<JsonMapper> jsonMapper;

	private long sequence;

	FakeJobStore(Supplier<JsonMapper> jsonMapper) {
		this.jsonMapper = jsonMapper;
	}

	Clock clock() {
		return this.clock;
	}

	synchronized List<FakeJob> add(List<NewJob> jobs) {
		Instant now = this.clock.instant();
		List<FakeJob> added = jobs.stream().map((job) -> fakeJob(job, now)).toList();
		this.enqueued.addAll(added);
		this.waiting.addAll(added);
		return added;
	}

	private FakeJob fakeJob(NewJob job, Instant now) {
		Instant due = job.due();
		return (due != null && due.isAfter(now))
				? FakeJob.scheduled(this.sequence++, job.payload(), due, this.jsonMapper)
				: FakeJob.ready(this.sequence++, job.payload(), now, this.jsonMapper);
	}

	/**
	 * Takes out the job that is due first, if it is due now.
	 * @param wanted which jobs come into question
	 * @return the job, or {@code null} if none of them is due
	 */
	synchronized @Nullable FakeJob takeDue(Predicate<FakeJob> wanted) {
		Instant now = this.clock.instant();
		Optional<FakeJob> next = Stream.of(this.waiting, this.retries)
			.flatMap((jobs) -> jobs.stream().filter(wanted).limit(1))
			.filter((job) -> !job.due().isAfter(now))
			.min(BY_DUE);
		return next.filter(this::take).map((job) -> job.pushed(now)).orElse(null);
	}

	synchronized boolean take(FakeJob job) {
		return this.waiting.remove(job) || this.retries.remove(job);
	}

	synchronized void putBack(FakeJob job) {
		this.waiting.add(job);
	}

	synchronized @Nullable Instant nextDue() {
		return Stream.of(this.waiting, this.retries)
			.flatMap((jobs) -> jobs.stream().limit(1))
			.min(BY_DUE)
			.map(FakeJob::due)
			.orElse(null);
	}

	synchronized void addPerformed(FakeJob job) {
		this.performed.add(job);
	}

	synchronized void addRetry(FakeJob job) {
		this.retries.add(job);
	}

	synchronized void addDead(FakeJob job) {
		this.dead.add(job);
	}

	synchronized void clear() {
		Stream.of(this.enqueued, this.waiting, this.performed, this.retries, this.dead).forEach(Collection::clear);
	}

	synchronized List<FakeJob> enqueued() {
		return List.copyOf(this.enqueued);
	}

	synchronized List<FakeJob> waiting() {
		return List.copyOf(this.waiting);
	}

	synchronized List<FakeJob> performed() {
		return List.copyOf(this.performed);
	}

	synchronized List<FakeJob> retries() {
		return List.copyOf(this.retries);
	}

	synchronized List<FakeJob> dead() {
		return List.copyOf(this.dead);
	}

	/**
	 * A clock that stands still until it is moved. In whole milliseconds, as payloads
	 * are. Thread-safe.
	 */
	static final class Clock implements InstantSource {

		private static final Duration ALMOST_ONE_MILLI = Duration.ofNanos(999_999);

		private volatile Instant now = systemTime();

		private static Instant systemTime() {
			return InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);
		}

		@Override
		public Instant instant() {
			return this.now;
		}

		// Rounds up, so that what is due then is due
		void advanceTo(Instant time) {
			this.now = time.plus(ALMOST_ONE_MILLI).truncatedTo(ChronoUnit.MILLIS);
		}

		void reset() {
			this.now = systemTime();
		}

	}

}
