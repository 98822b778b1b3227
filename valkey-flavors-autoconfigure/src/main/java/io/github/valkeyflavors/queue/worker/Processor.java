package io.github.valkeyflavors.queue.worker;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.queue.UnknownJobTypeException;
import io.github.valkeyflavors.queue.protocol.FailureOutcome;
import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.MalformedPayloadException;
import io.github.valkeyflavors.queue.worker.WorkerSettings.UnknownTypes;

/**
 * What all threads of a worker do with a job: perform it and settle it. Thread-safe.
 * <p>
 * A failed job whose outcome cannot be written stays in hand, and the thread with it,
 * until the server answers or the worker gives up.
 */
final class Processor {

	private static final Log logger = LogFactory.getLog(Processor.class);

	private static final int MOST_NAMES = 1_000;

	private final RedisConnectionFactory connectionFactory;

	private final WorkerProcess process;

	private final JobMethods methods;

	private final JobPerformer performer;

	private final Retrier retrier;

	private final Acknowledger acknowledger;

	private final ProgressWriter progress;

	private final UnknownTypes unknownTypes;

	private final InstantSource clock;

	private final Set<String> unknownNames = ConcurrentHashMap.newKeySet();

	Processor(RedisConnectionFactory connectionFactory, WorkerProcess process, JobMethods methods,
			JobPerformer performer, Retrier retrier, Acknowledger acknowledger, ProgressWriter progress,
			UnknownTypes unknownTypes, InstantSource clock) {
		this.connectionFactory = connectionFactory;
		this.process = process;
		this.methods = methods;
		this.performer = performer;
		this.retrier = retrier;
		this.acknowledger = acknowledger;
		this.progress = progress;
		this.unknownTypes = unknownTypes;
		this.clock = clock;
	}

	/**
	 * Performs a job and settles it.
	 * @param work the job
	 * @param fetcher what brought it
	 * @param slot the name of the place where it runs, one job at a time
	 */
	void process(Work work, Fetcher fetcher, String slot) {
		if (!isOpen(this.process.quiet()) || !this.process.heartbeat().covers(work)) {
			// Others may have it by now; if not, a sweep or the stop gives it back
			this.process.hand().release(work);
			return;
		}
		JobPayload payload;
		try {
			payload = JobPayload.parse(work.json());
		}
		catch (MalformedPayloadException ex) {
			logger.error("An entry of queue '%s' is no job and goes to the dead set: %s".formatted(work.queue(),
					ex.getMessage()));
			settle(work, (connection) -> this.retrier.buryAsIs(connection, work));
			return;
		}
		RunningJob job = new RunningJob(work, payload, this.clock.instant(), () -> !isOpen(this.process.quiet()),
				this.progress);
		try {
			dispatch(job, fetcher, slot);
		}
		catch (RuntimeException | Error ex) {
			// Not the job's fault, but it must not come back without a count
			logger.error("The %s could not be settled in order".formatted(job), ex);
			FailureOutcome outcome = this.retrier.decideInNeed(job, ex);
			settle(work, (connection) -> this.retrier.apply(connection, work, outcome));
		}
	}

	private void dispatch(RunningJob job, Fetcher fetcher, String slot) {
		if (job.isExpired(job.startedAt())) {
			this.process.counters().expired().increment();
			this.acknowledger.done(job.work());
			return;
		}
		JobMethod method = this.methods.find(job.type());
		if (method == null && this.unknownTypes == UnknownTypes.PUT_BACK) {
			putBack(job, fetcher);
			return;
		}
		run(job, method, slot);
	}

	private void putBack(RunningJob job, Fetcher fetcher) {
		noteUnknown(job);
		fetcher.holdOff(job.queue());
		settle(job.work(), (connection) -> this.retrier.putBack(connection, job.work()));
	}

	private void noteUnknown(RunningJob job) {
		this.process.counters().unknown().increment();
		if (this.unknownNames.size() < MOST_NAMES && this.unknownNames.add(job.type())) {
			logger.warn("No @Job method of this application is declared for type '%s' of queue '%s': such jobs %s"
				.formatted(job.type(), job.queue(), (this.unknownTypes == UnknownTypes.DEAD) ? "go to the dead set"
						: "go back to the queue for another process"));
		}
	}

	private void run(RunningJob job, @Nullable JobMethod method, String slot) {
		Throwable failure = perform(job, method, slot);
		this.process.counters().processed().increment();
		if (failure == null) {
			this.acknowledger.done(job.work());
			return;
		}
		this.process.counters().failed().increment();
		if (isOpen(this.process.abandoned())) {
			fail(job, method, failure);
		}
	}

	// The boundary around the application's code: whatever it throws fails the job
	private @Nullable Throwable perform(RunningJob job, @Nullable JobMethod method, String slot) {
		if (method == null) {
			noteUnknown(job);
			return new UnknownJobTypeException(
					"No @Job method of this application is declared for type '%s'".formatted(job.type()));
		}
		this.process.running().put(slot, job);
		try {
			this.performer.perform(method, job);
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
		finally {
			this.process.running().remove(slot);
			// An interrupt was meant for the job, not for what comes after it
			Thread.interrupted();
		}
	}

	private void fail(RunningJob job, @Nullable JobMethod method, Throwable failure) {
		FailureOutcome outcome = this.retrier.decide(job, method, failure);
		boolean written = settle(job.work(), (connection) -> this.retrier.apply(connection, job.work(), outcome));
		if (written && !(outcome instanceof FailureOutcome.Retry)) {
			this.process.counters().dead().increment();
			this.retrier.died(job, failure);
		}
	}

	// Writes what becomes of a job, however long that takes. Returns whether it was
	// written: not if this process had lost its claim, or gave up.
	private boolean settle(Work work, Predicate<RedisConnection> step) {
		int failures = 0;
		while (true) {
			try (RedisConnection connection = this.connectionFactory.getConnection()) {
				boolean wasInHand = step.test(connection);
				this.process.outage().over();
				this.process.hand().release(work);
				// A repeated step may find that it was carried out the first time
				if (!wasInHand && failures == 0) {
					this.acknowledger.lost(1);
				}
				return wasInHand || failures > 0;
			}
			catch (DataAccessException | IllegalStateException ex) {
				if (isOpen(this.process.abandoned())) {
					this.process.outage().failed(ex);
				}
				if (this.process.outage().pause(++failures, this.process.abandoned())) {
					this.process.hand().release(work);
					return false;
				}
			}
		}
	}

	private static boolean isOpen(CountDownLatch latch) {
		return latch.getCount() > 0;
	}

}
