package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The jobs of a group that are in hand and wait for a thread, and how many more there
 * should be. While jobs take long, that is one for each idle thread, so that no job waits
 * here that another process could run. While they are short, it is what the threads get
 * done in the next {@value #HORIZON_MILLIS} ms, so that they do not wait for the server.
 * <p>
 * Thread-safe: one thread puts and waits for room, many take.
 */
final class JobBuffer {

	private static final long HORIZON_MILLIS = 10;

	private static final double NANOS_PER_MILLI = 1_000_000;

	// A group that got nothing done for so long starts to learn its speed anew
	private static final long LONGEST_SAMPLE = Duration.ofMillis(100).toNanos();

	private static final Work END = new Work("", new byte[0], 0);

	private final LinkedTransferQueue<Work> works = new LinkedTransferQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicLong done = new AtomicLong();

	private final int concurrency;

	private final int prefetch;

	private final LongSupplier nanoTime;

	private volatile @Nullable Thread waiter;

	private volatile int ahead;

	private long sampleStart;

	private long sampleDone;

	private volatile boolean closed;

	JobBuffer(int concurrency, int prefetch, LongSupplier nanoTime) {
		this.concurrency = concurrency;
		this.prefetch = prefetch;
		this.nanoTime = nanoTime;
		this.sampleStart = nanoTime.getAsLong();
	}

	void put(Work work) {
		this.waiting.incrementAndGet();
		this.works.add(work);
	}

	// Puts a job unless there are enough
	boolean offer(Work work) {
		int inHand = this.waiting.incrementAndGet() + this.running.get();
		if (inHand > this.concurrency + this.ahead) {
			this.waiting.decrementAndGet();
			return false;
		}
		this.works.add(work);
		return true;
	}

	/**
	 * Takes a job, waiting for one. Whoever takes one calls {@link #done()} after it.
	 * @return the job, or {@code null} when the buffer is closed
	 * @throws InterruptedException if the thread was interrupted while it waited
	 */
	@Nullable Work take() throws InterruptedException {
		if (this.closed) {
			return null;
		}
		Work work = this.works.take();
		if (work == END) {
			this.works.add(END);
			return null;
		}
		this.running.incrementAndGet();
		this.waiting.decrementAndGet();
		return work;
	}

	void done() {
		this.running.decrementAndGet();
		this.done.incrementAndGet();
		wakeWaiter();
	}

	int running() {
		return this.running.get();
	}

	/**
	 * Waits until jobs should be fetched.
	 * @return how many, or 0 when the buffer is closed
	 */
	int awaitRoom() {
		learn();
		this.waiter = Thread.currentThread();
		int room = room();
		while (!this.closed && room == 0) {
			LockSupport.park(this);
			room = room();
		}
		this.waiter = null;
		return this.closed ? 0 : room;
	}

	private int room() {
		int inHand = this.waiting.get() + this.running.get();
		int ahead = this.ahead;
		return (inHand < this.concurrency + ahead / 2) ? this.concurrency + ahead - inHand : 0;
	}

	// How fast jobs get done
	private void learn() {
		long now = this.nanoTime.getAsLong();
		long elapsed = now - this.sampleStart;
		if (elapsed < NANOS_PER_MILLI) {
			return;
		}
		long total = this.done.get();
		double perMilli = (total - this.sampleDone) * NANOS_PER_MILLI / elapsed;
		double before = (elapsed > LONGEST_SAMPLE) ? perMilli : (double) this.ahead / HORIZON_MILLIS;
		this.ahead = (int) Math.min(this.prefetch, HORIZON_MILLIS * (perMilli + before) / 2);
		this.sampleStart = now;
		this.sampleDone = total;
	}

	private void wakeWaiter() {
		Thread thread = this.waiter;
		if (thread != null && room() > 0) {
			LockSupport.unpark(thread);
		}
	}

	/**
	 * Takes out the jobs that have waited for too long: those before them take longer
	 * than they used to, and another process may have a thread for them.
	 * @param longest how long a job may wait
	 * @return the jobs, in the order in which they were taken
	 */
	List<Work> removeOlderThan(Duration longest) {
		Work oldest = this.works.peek();
		if (oldest == null || oldest == END || this.nanoTime.getAsLong() - oldest.takenAt() < longest.toNanos()) {
			return List.of();
		}
		this.ahead = 0;
		return removeAll();
	}

	List<Work> removeAll() {
		List<Work> removed = new ArrayList<>();
		this.works.drainTo(removed);
		if (removed.remove(END)) {
			this.works.add(END);
		}
		this.waiting.addAndGet(-removed.size());
		return removed;
	}

	// No thread gets a job any more
	void close() {
		this.closed = true;
		this.works.add(END);
		Thread thread = this.waiter;
		if (thread != null) {
			LockSupport.unpark(thread);
		}
	}

}
