package io.github.valkeyflavors.queue.worker;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.queue.protocol.FailureOutcome;
import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.MalformedPayloadException;
import io.github.valkeyflavors.queue.worker.Fetcher.Work;

/**
 * One thread of a worker: fetches a job, performs it, and settles it, until the worker
 * stops. It keeps one connection for its life, because a blocking fetch needs a dedicated
 * one, and replaces it after a failure.
 * <p>
 * A job whose outcome cannot be written stays in hand, and the thread with it, until the
 * server answers or the worker gives up.
 */
final class Processor implements Runnable {

	private final RedisConnectionFactory connectionFactory;

	private final Fetcher fetcher;

	private final Retrier retrier;

	private final JobMethods methods;

	private final ServerOutage outage;

	private final CountDownLatch quiet;

	private final CountDownLatch abandoned;

	private @Nullable RedisConnection connection;

	private int failures;

	Processor(RedisConnectionFactory connectionFactory, Fetcher fetcher, Retrier retrier, JobMethods methods,
			ServerOutage outage, CountDownLatch quiet, CountDownLatch abandoned) {
		this.connectionFactory = connectionFactory;
		this.fetcher = fetcher;
		this.retrier = retrier;
		this.methods = methods;
		this.outage = outage;
		this.quiet = quiet;
		this.abandoned = abandoned;
	}

	@Override
	public void run() {
		try {
			while (isOpen(this.quiet)) {
				Work work = fetch();
				if (work != null) {
					handle(work);
				}
			}
		}
		finally {
			disconnect();
		}
	}

	private @Nullable Work fetch() {
		try {
			Work work = this.fetcher.fetch(connect());
			succeeded();
			return work;
		}
		catch (DataAccessException | IllegalStateException ex) {
			failed(ex);
			this.outage.pause(this.failures, this.quiet);
			return null;
		}
	}

	private void handle(Work work) {
		try {
			if (isOpen(this.quiet)) {
				process(work);
			}
		}
		finally {
			this.fetcher.forget(work);
		}
	}

	private void process(Work work) {
		JobPayload payload;
		try {
			payload = JobPayload.parse(work.json());
		}
		catch (MalformedPayloadException ex) {
			settle((connection) -> this.retrier.bury(connection, work, ex));
			return;
		}
		Throwable failure = perform(payload);
		if (failure == null) {
			settle((connection) -> this.fetcher.acknowledge(connection, work));
		}
		else if (isOpen(this.abandoned)) {
			FailureOutcome outcome = this.retrier.decide(work, payload, failure);
			settle((connection) -> this.retrier.apply(connection, work, outcome));
		}
	}

	// The boundary around the application's code: whatever it throws fails the job
	private @Nullable Throwable perform(JobPayload payload) {
		try {
			this.methods.perform(payload);
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
		finally {
			// An interrupt was meant for the job, not for what comes after it
			Thread.interrupted();
		}
	}

	private void settle(Consumer<RedisConnection> step) {
		boolean settled = false;
		while (!settled) {
			try {
				step.accept(connect());
				succeeded();
				settled = true;
			}
			catch (DataAccessException | IllegalStateException ex) {
				failed(ex);
				settled = this.outage.pause(this.failures, this.abandoned);
			}
		}
	}

	private void succeeded() {
		this.failures = 0;
		this.outage.over();
	}

	private void failed(RuntimeException ex) {
		disconnect();
		if (isOpen(this.abandoned)) {
			this.failures++;
			this.outage.failed(ex);
		}
	}

	private RedisConnection connect() {
		RedisConnection current = this.connection;
		if (current == null) {
			current = this.connectionFactory.getConnection();
			this.connection = current;
		}
		return current;
	}

	private void disconnect() {
		RedisConnection current = this.connection;
		this.connection = null;
		if (current != null) {
			try {
				current.close();
			}
			catch (DataAccessException | IllegalStateException ex) {
				// It was of no use any more
			}
		}
	}

	private static boolean isOpen(CountDownLatch latch) {
		return latch.getCount() > 0;
	}

}
