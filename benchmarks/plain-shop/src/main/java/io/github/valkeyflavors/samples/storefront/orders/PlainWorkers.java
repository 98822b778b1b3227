package io.github.valkeyflavors.samples.storefront.orders;

import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Threads that pop an order and confirm it, and start over a second after a failure.
 */
@Component
final class PlainWorkers implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(PlainWorkers.class);

	private static final int THREADS = 10;

	private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final PlainQueue queue;

	private final OrderConfirmation confirmation;

	private volatile boolean running;

	PlainWorkers(PlainQueue queue, OrderConfirmation confirmation) {
		this.queue = queue;
		this.confirmation = confirmation;
	}

	@Override
	public void start() {
		this.running = true;
		for (int i = 0; i < THREADS; i++) {
			this.threads.execute(this::work);
		}
	}

	private void work() {
		while (this.running) {
			try {
				UUID order = this.queue.take();
				if (order != null) {
					this.confirmation.confirm(order, new FirstAttempt(order));
				}
			}
			catch (DataAccessException ex) {
				logger.warn("No job", ex);
				LockSupport.parkNanos(PAUSE);
			}
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.threads.shutdownNow();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
