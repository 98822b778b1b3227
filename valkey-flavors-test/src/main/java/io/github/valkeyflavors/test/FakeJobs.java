package io.github.valkeyflavors.test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

import org.assertj.core.api.AssertProvider;

/**
 * The jobs that a test with {@link FakeJobQueue} has enqueued, and the clock of its
 * queue. The bean to inject into the test; {@code assertThat(jobs)} leads to
 * {@link FakeJobsAssert}.
 * <p>
 * The clock stands still. It starts at the time of the system, and with no job at all,
 * before each test method.
 * <p>
 * Thread-safe. Jobs are performed by the thread that calls.
 *
 * @since 0.1.0
 */
public final class FakeJobs implements AssertProvider<FakeJobsAssert> {

	private static final int MOST_FOLLOWERS = 50_000;

	private final FakeJobStore store;

	private final FakeJobRunner runner;

	FakeJobs(FakeJobStore store, FakeJobRunner runner) {
		this.store = store;
		this.runner = runner;
	}

	/**
	 * Returns the jobs that wait: those that a call of {@link #drain()} would perform,
	 * and those that are scheduled for later.
	 * @return the jobs, in the order in which they are due
	 */
	public List<FakeJob> jobs() {
		return this.store.waiting();
	}

	/**
	 * Returns the jobs of one type that wait.
	 * @param type the job type
	 * @return the jobs, in the order in which they are due
	 */
	public List<FakeJob> jobs(String type) {
		return jobs().stream().filter((job) -> job.type().equals(type)).toList();
	}

	/**
	 * Returns the jobs of one queue that wait.
	 * @param queue the name of the queue
	 * @return the jobs, in the order in which they are due
	 */
	public List<FakeJob> onQueue(String queue) {
		return jobs().stream().filter((job) -> job.queue().equals(queue)).toList();
	}

	/**
	 * Returns all jobs that were enqueued, whatever has become of them.
	 * @return the jobs, in the order in which they were enqueued
	 */
	public List<FakeJob> enqueued() {
		return this.store.enqueued();
	}

	/**
	 * Returns the jobs that were performed without failing.
	 * @return the jobs, in the order in which they were performed
	 */
	public List<FakeJob> performed() {
		return this.store.performed();
	}

	/**
	 * Returns the jobs that failed under {@link Failures#RETRY} and will be retried.
	 * @return the jobs, in the order in which they are due
	 */
	public List<FakeJob> retries() {
		return this.store.retries();
	}

	/**
	 * Returns the jobs that failed under {@link Failures#RETRY} and were given up.
	 * @return the jobs, in the order in which they failed last
	 */
	public List<FakeJob> dead() {
		return this.store.dead();
	}

	/**
	 * Forgets all jobs. The clock stays.
	 */
	public void clear() {
		this.store.clear();
	}

	void reset() {
		this.store.clear();
		this.store.clock().reset();
	}

	/**
	 * Performs all jobs that are due, and those that they enqueue, until none is due.
	 * @return how many jobs were performed
	 * @throws JobFailedException if a job fails; it is gone, those after it wait
	 * @throws io.github.valkeyflavors.queue.UnknownJobTypeException if no method declares
	 * the type of a job; it stays
	 * @throws IllegalStateException if jobs enqueue more than 50,000 further ones
	 */
	public int drain() {
		return drain(Failures.THROW);
	}

	/**
	 * Performs all jobs of one queue that are due, and those that they enqueue to it.
	 * @param queue the name of the queue
	 * @return how many jobs were performed
	 * @throws JobFailedException if a job fails; it is gone, those after it wait
	 * @throws io.github.valkeyflavors.queue.UnknownJobTypeException if no method declares
	 * the type of a job; it stays
	 * @throws IllegalStateException if jobs enqueue more than 50,000 further ones
	 */
	public int drain(String queue) {
		return drain((job) -> job.queue().equals(queue), Failures.THROW, most());
	}

	/**
	 * Performs all jobs that are due, and those that they enqueue, until none is due.
	 * @param failures what becomes of jobs that fail
	 * @return how many times jobs were performed, failures included
	 * @throws JobFailedException if a job fails and {@code failures} says so
	 * @throws io.github.valkeyflavors.queue.UnknownJobTypeException if no method declares
	 * the type of a job; it stays
	 * @throws IllegalStateException if jobs enqueue more than 50,000 further ones
	 */
	public int drain(Failures failures) {
		return drain((job) -> true, failures, most());
	}

	/**
	 * Performs what a worker would perform in a span of time: each job at the moment it
	 * is due, scheduled jobs and retries included. After it, the clock stands at the end
	 * of that time.
	 * @param duration how long, zero or more
	 * @param failures what becomes of jobs that fail
	 * @return how many times jobs were performed, failures included
	 * @throws JobFailedException if a job fails and {@code failures} says so
	 * @throws io.github.valkeyflavors.queue.UnknownJobTypeException if no method declares
	 * the type of a job; it stays
	 * @throws IllegalStateException if jobs enqueue more than 50,000 further ones
	 */
	public int drainFor(Duration duration, Failures failures) {
		Instant end = after(duration);
		int most = most();
		int performed = drain((job) -> true, failures, most);
		Instant next = this.store.nextDue();
		while (next != null && !next.isAfter(end)) {
			this.store.clock().advanceTo(next);
			performed += drain((job) -> true, failures, most - performed);
			next = this.store.nextDue();
		}
		this.store.clock().advanceTo(end);
		return performed;
	}

	private int most() {
		return this.store.waiting().size() + this.store.retries().size() + MOST_FOLLOWERS;
	}

	private int drain(Predicate<FakeJob> wanted, Failures failures, int most) {
		int performed = 0;
		for (FakeJob job = this.store.takeDue(wanted); job != null; job = this.store.takeDue(wanted)) {
			if (performed == most) {
				throw new IllegalStateException(
						"Jobs keep enqueueing jobs: more than %d would be performed, the next one is %s"
							.formatted(MOST_FOLLOWERS, job));
			}
			performed += this.runner.run(job, failures) ? 1 : 0;
		}
		return performed;
	}

	/**
	 * Moves the clock. What becomes due waits for the next call of {@link #drain()}.
	 * @param duration how far, zero or more
	 */
	public void advance(Duration duration) {
		this.store.clock().advanceTo(after(duration));
	}

	private Instant after(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("The clock does not go back: " + duration);
		}
		return now().plus(duration);
	}

	/**
	 * Returns the time by the clock of the queue.
	 * @return the time
	 */
	public Instant now() {
		return clock().instant();
	}

	/**
	 * Returns the clock of the queue, for an application that has a clock of its own to
	 * be replaced in tests.
	 * @return the clock
	 */
	public InstantSource clock() {
		return this.store.clock();
	}

	@Override
	public FakeJobsAssert assertThat() {
		return new FakeJobsAssert(this);
	}

	@Override
	public String toString() {
		return "jobs that wait: " + jobs();
	}

	/**
	 * What becomes of jobs that fail.
	 */
	public enum Failures {

		/**
		 * The first failure reaches the test, as a {@link JobFailedException}.
		 */
		THROW,

		/**
		 * They are retried, or given up, by the rules of production: see
		 * {@link FakeJobs#retries()} and {@link FakeJobs#dead()}. The
		 * {@link io.github.valkeyflavors.queue.DeathHandler} beans are called.
		 */
		RETRY

	}

}
