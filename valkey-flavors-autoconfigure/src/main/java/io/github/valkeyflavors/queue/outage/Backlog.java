package io.github.valkeyflavors.queue.outage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.client.NewJob;

/**
 * The jobs that wait in memory for the queue server, in the order in which they were
 * enqueued. A job stays until the server has acknowledged it, so the backlog is empty
 * only when nothing is older than a job that is pushed beside it. Thread-safe.
 */
final class Backlog {

	private static final int MOST_AT_ONCE = 1_000;

	private final int mostJobs;

	private final long mostBytes;

	private final Deque<NewJob> jobs = new ArrayDeque<>();

	private final Set<NewJob> uncertain = Collections.newSetFromMap(new IdentityHashMap<>());

	private List<NewJob> underWay = List.of();

	private boolean open = true;

	private volatile int size;

	private final AtomicLong bytes = new AtomicLong();

	private volatile @Nullable RuntimeException cause;

	Backlog(int mostJobs, long mostBytes) {
		this.mostJobs = mostJobs;
		this.mostBytes = mostBytes;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	int size() {
		return this.size;
	}

	long bytes() {
		return this.bytes.get();
	}

	boolean hasRoom() {
		return this.size < this.mostJobs && this.bytes.get() < this.mostBytes;
	}

	/**
	 * Why jobs had to be kept, as far as known.
	 */
	@Nullable RuntimeException cause() {
		return this.cause;
	}

	/**
	 * Takes in jobs, all or none.
	 * @param added the jobs
	 * @param mayHaveLanded which of them may have reached the server
	 * @param cause why they are kept, {@code null} if it is because of others before them
	 * @return whether there was room
	 */
	synchronized boolean add(List<NewJob> added, Collection<NewJob> mayHaveLanded, @Nullable RuntimeException cause) {
		long more = added.stream().mapToLong(NewJob::size).sum();
		if (!this.open || this.size + added.size() > this.mostJobs || this.bytes.get() + more > this.mostBytes) {
			return false;
		}
		append(added, more);
		this.uncertain.addAll(mayHaveLanded);
		if (cause != null) {
			this.cause = cause;
		}
		return true;
	}

	/**
	 * Takes in what an earlier process has left, before anything else and whether there
	 * is room or not.
	 */
	synchronized void restore(List<NewJob> left) {
		append(left, left.stream().mapToLong(NewJob::size).sum());
		this.uncertain.addAll(left);
	}

	private void append(List<NewJob> added, long more) {
		this.jobs.addAll(added);
		this.bytes.addAndGet(more);
		this.size = this.jobs.size();
	}

	/**
	 * The jobs to push next. They stay here.
	 */
	synchronized List<NewJob> next() {
		return this.jobs.stream().limit(MOST_AT_ONCE).toList();
	}

	/**
	 * Notes that jobs are being pushed.
	 */
	synchronized void pushing(List<NewJob> batch) {
		this.underWay = batch;
	}

	/**
	 * Notes that jobs could not be pushed.
	 */
	synchronized void failed(List<NewJob> batch, PushFailure failure) {
		this.underWay = List.of();
		this.cause = failure.cause();
		if (failure.mayHaveLanded() && this.open) {
			this.uncertain.addAll(batch);
		}
	}

	/**
	 * Removes jobs that were pushed, or are given up; they are among the first ones.
	 * @return those that were not tried before
	 */
	synchronized List<NewJob> remove(List<NewJob> batch) {
		this.underWay = List.of();
		Set<NewJob> removed = Collections.newSetFromMap(new IdentityHashMap<>());
		removed.addAll(batch);
		List<NewJob> firstTried = batch.stream().filter((job) -> !this.uncertain.contains(job)).toList();
		Deque<NewJob> passed = new ArrayDeque<>();
		while (!removed.isEmpty() && !this.jobs.isEmpty()) {
			NewJob job = this.jobs.remove();
			if (removed.remove(job)) {
				this.bytes.addAndGet(-job.size());
			}
			else {
				passed.push(job);
			}
		}
		passed.forEach(this.jobs::addFirst);
		batch.forEach(this.uncertain::remove);
		this.size = this.jobs.size();
		if (this.size == 0) {
			this.cause = null;
			notifyAll();
		}
		return firstTried;
	}

	/**
	 * Waits until all jobs are gone.
	 * @return whether they are
	 */
	synchronized boolean awaitEmpty(Duration longest) {
		long deadline = System.nanoTime() + longest.toNanos();
		try {
			while (this.size > 0) {
				long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
				if (millis <= 0) {
					return false;
				}
				wait(millis);
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	synchronized void open() {
		this.open = true;
	}

	/**
	 * Takes nothing in any more.
	 * @return what is left
	 */
	synchronized Left close() {
		this.open = false;
		this.uncertain.addAll(this.underWay);
		Left left = new Left(new ArrayList<>(this.jobs), this.uncertain.stream().map(NewJob::jid).toList());
		this.jobs.clear();
		this.uncertain.clear();
		this.size = 0;
		this.bytes.set(0);
		return left;
	}

	/**
	 * What was left at the end.
	 *
	 * @param jobs the jobs
	 * @param uncertain the ids of those that may have reached the server
	 */
	record Left(List<NewJob> jobs, Collection<String> uncertain) {

	}

}
