package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps the threads of a worker running, and ends them. Thread-safe.
 */
final class Manager {

	private static final Log logger = LogFactory.getLog(Manager.class);

	private static final Duration LAST_MOMENT = Duration.ofSeconds(3);

	private final Supplier<Processor> processors;

	private final CountDownLatch quiet;

	private final CountDownLatch abandoned;

	private final LongSupplier nanoTime;

	private final List<Thread> threads = new ArrayList<>();

	Manager(Supplier<Processor> processors, CountDownLatch quiet, CountDownLatch abandoned, LongSupplier nanoTime) {
		this.processors = processors;
		this.quiet = quiet;
		this.abandoned = abandoned;
		this.nanoTime = nanoTime;
	}

	void start(int concurrency) {
		for (int i = 1; i <= concurrency; i++) {
			startProcessor("valkey-flavors-processor-" + i);
		}
	}

	private synchronized void startProcessor(String name) {
		Thread thread = new Thread(this.processors.get(), name);
		thread.setUncaughtExceptionHandler((dead, ex) -> replace(dead, ex));
		this.threads.add(thread);
		thread.start();
	}

	private synchronized void replace(Thread dead, Throwable ex) {
		logger.error("Thread %s ended unexpectedly".formatted(dead.getName()), ex);
		this.threads.remove(dead);
		if (this.quiet.getCount() > 0) {
			startProcessor(dead.getName());
		}
	}

	// Ends all threads: no new jobs from now on, and an interrupt for the jobs that are
	// not done in time.
	void stop(Duration timeout) {
		this.quiet.countDown();
		if (!await(timeout)) {
			logger.warn("Jobs are still running after %s: they are interrupted and given back".formatted(timeout));
			this.abandoned.countDown();
			running().forEach(Thread::interrupt);
			await(LAST_MOMENT);
		}
		this.abandoned.countDown();
	}

	private boolean await(Duration timeout) {
		long deadline = this.nanoTime.getAsLong() + timeout.toNanos();
		try {
			for (Thread thread : running()) {
				long millis = Duration.ofNanos(deadline - this.nanoTime.getAsLong()).toMillis();
				if (millis > 0) {
					thread.join(millis);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return running().isEmpty();
	}

	private synchronized List<Thread> running() {
		return this.threads.stream().filter(Thread::isAlive).toList();
	}

}
