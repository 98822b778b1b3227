package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether the fetcher of a group has found all its queues empty. Its watches wait for
 * that, and it waits for one of them to see a job. Thread-safe.
 */
final class IdleSignal {

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private long jobs;

	private boolean idle;

	private boolean closed;

	// A mark of now, for awaitBusy
	long mark() {
		this.lock.lock();
		try {
			return this.jobs;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Declares the group idle and waits until it is not any more.
	 * @param mark the mark from before the queues were found empty: what came since then
	 * ends the wait at once
	 * @param longest the longest wait
	 * @throws InterruptedException if the thread was interrupted while it waited
	 */
	void awaitBusy(long mark, Duration longest) throws InterruptedException {
		this.lock.lock();
		try {
			if (this.jobs != mark) {
				return;
			}
			this.idle = true;
			this.changed.signalAll();
			long nanos = longest.toNanos();
			while (this.idle && !this.closed && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			this.idle = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until the group is idle.
	 * @return whether it is, {@code false} when the signal was closed
	 * @throws InterruptedException if the thread was interrupted while it waited
	 */
	boolean awaitIdle() throws InterruptedException {
		this.lock.lock();
		try {
			while (!this.idle && !this.closed) {
				this.changed.await();
			}
			return !this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	void busy() {
		this.lock.lock();
		try {
			this.jobs++;
			this.idle = false;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
