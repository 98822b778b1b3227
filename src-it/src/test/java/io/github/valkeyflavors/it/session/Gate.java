package io.github.valkeyflavors.it.session;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.springframework.util.Assert;

/**
 * Holds a request in the middle of its handling, while a test does something to the
 * server.
 */
final class Gate {

	private static final int PATIENCE_SECONDS = 20;

	private final Semaphore arrived = new Semaphore(0);

	private final Semaphore open = new Semaphore(0);

	void pass() {
		this.arrived.release();
		acquire(this.open);
	}

	void awaitArrival() {
		acquire(this.arrived);
	}

	void open() {
		this.open.release();
	}

	private static void acquire(Semaphore semaphore) {
		try {
			Assert.state(semaphore.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "Nobody came");
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
