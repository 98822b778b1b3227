package io.github.valkeyflavors.it.console;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.github.valkeyflavors.queue.Job;

/**
 * Jobs that fail until the bank opens, and take as long as somebody holds them.
 */
class FailingJobs {

	private final List<String> charged = new CopyOnWriteArrayList<>();

	private final CountDownLatch held = new CountDownLatch(1);

	private volatile boolean open;

	void open(boolean open) {
		this.open = open;
	}

	List<String> charged() {
		return this.charged;
	}

	/**
	 * Let the jobs end that somebody holds.
	 */
	void release() {
		this.held.countDown();
	}

	@Job("CountStock")
	void count(String shelf) throws InterruptedException {
		this.held.await();
	}

	@Job(value = "ChargeCard", backtrace = 20)
	void charge(String card) {
		if (!this.open) {
			throw new IllegalStateException("The bank declined the card " + card);
		}
		this.charged.add(card);
	}

}
