package io.github.valkeyflavors.test;

import java.time.Instant;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.UnknownJobTypeException;
import io.github.valkeyflavors.queue.perform.FailureRules;
import io.github.valkeyflavors.queue.perform.JobMethod;
import io.github.valkeyflavors.queue.perform.JobMethods;
import io.github.valkeyflavors.queue.perform.JobPerformer;
import io.github.valkeyflavors.queue.perform.PerformableJob;
import io.github.valkeyflavors.queue.protocol.FailureOutcome;
import io.github.valkeyflavors.queue.worker.WorkerLauncher;
import io.github.valkeyflavors.test.FakeJobs.Failures;

/**
 * Performs jobs in the thread of the caller, with what the application gives a worker.
 * Thread-safe.
 */
final class FakeJobRunner {

	private final Supplier<WorkerLauncher.Environment> environment;

	private final FakeJobStore store;

	FakeJobRunner(Supplier<WorkerLauncher.Environment> environment, FakeJobStore store) {
		this.environment = environment;
		this.store = store;
	}

	boolean knows(FakeJob job) {
		return methods().contains(job.type());
	}

	/**
	 * Performs a job that was taken from the store.
	 * @param job the job
	 * @param failures what becomes of it when it fails
	 * @return whether it ran, and was not dropped because it comes too late
	 */
	boolean run(FakeJob job, Failures failures) {
		RunningFakeJob running = new RunningFakeJob(job);
		if (running.isExpired(now())) {
			return false;
		}
		JobMethod method = methods().find(job.type());
		if (method == null) {
			this.store.putBack(job);
			throw new UnknownJobTypeException(
					"The job %s cannot be performed, because no @Job method declares its type, only %s".formatted(job,
							methods().types()));
		}
		Throwable failure = perform(running, method);
		if (failure == null) {
			this.store.addPerformed(job);
		}
		else if (failures == Failures.RETRY) {
			settle(job, running, method, failure);
		}
		else {
			throw new JobFailedException(job, failure);
		}
		return true;
	}

	// The boundary around the application's code: whatever it throws fails the job
	private @Nullable Throwable perform(RunningFakeJob job, JobMethod method) {
		try {
			new JobPerformer(this.environment.get().interceptors()).perform(method, job);
			return null;
		}
		catch (VirtualMachineError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	private void settle(FakeJob job, RunningFakeJob running, JobMethod method, Throwable failure) {
		WorkerLauncher.Environment environment = this.environment.get();
		FailureRules rules = new FailureRules(environment.retryDelay().get(), environment.deathHandlers());
		FailureOutcome outcome = rules.decide(running, method, failure, now());
		if (outcome instanceof FailureOutcome.Retry retry) {
			this.store.addRetry(job.failed(retry.payload(), retry.at(), failure));
			return;
		}
		if (outcome instanceof FailureOutcome.Dead dead) {
			this.store.addDead(job.failed(dead.payload(), now(), failure));
		}
		rules.died(running, failure);
	}

	private JobMethods methods() {
		return this.environment.get().jobMethods().get();
	}

	private Instant now() {
		return this.store.clock().instant();
	}

	/**
	 * A job that runs in a test. Nothing stops it, and nobody looks at its progress.
	 */
	private static final class RunningFakeJob extends PerformableJob {

		RunningFakeJob(FakeJob job) {
			super(job.queue(), job.payload());
		}

		@Override
		public boolean isStopping() {
			return false;
		}

		@Override
		protected void report(long done, long total) {
		}

	}

}
