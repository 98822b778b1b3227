package io.github.valkeyflavors.it.console;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.valkeyflavors.queue.Job;

/**
 * Jobs that fail until the bank opens, and take as long as somebody holds them.
 */
class FailingJobs {

	private final List<String> charged = new CopyOnWriteArrayList<>();

	private volatile boolean open;

	void open(boolean open) {
		this.open = open;
	}

	List<String> charged() {
		return this.charged;
	}

	@Job(value = "ChargeCard", backtrace = 20)
	void charge(String card) {
		if (!this.open) {
			throw new IllegalStateException("The bank declined the card " + card);
		}
		this.charged.add(card);
	}

}
