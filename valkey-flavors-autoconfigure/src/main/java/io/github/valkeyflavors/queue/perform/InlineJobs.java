package io.github.valkeyflavors.queue.perform;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.valkeyflavors.queue.JobInterceptor;
import io.github.valkeyflavors.queue.UnknownJobTypeException;
import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.queue.outage.InlineRunner;
import io.github.valkeyflavors.queue.protocol.JobPayload;

/**
 * Performs jobs in the thread that enqueues them, and outside of its transaction, as a
 * worker would. Thread-safe.
 *
 * @since 0.1.0
 */
public final class InlineJobs implements InlineRunner {

	private final Supplier<JobMethods> methods;

	private final Supplier<? extends List<JobInterceptor>> interceptors;

	private final Supplier<? extends List<PlatformTransactionManager>> transactionManagers;

	private final InstantSource clock;

	/**
	 * Creates a runner.
	 * @param methods returns the methods that perform the jobs
	 * @param interceptors returns what stands around each job, outermost first
	 * @param transactionManagers returns those whose transactions a job must not join
	 * @param clock the wall clock
	 */
	public InlineJobs(Supplier<JobMethods> methods, Supplier<? extends List<JobInterceptor>> interceptors,
			Supplier<? extends List<PlatformTransactionManager>> transactionManagers, InstantSource clock) {
		this.methods = methods;
		this.interceptors = interceptors;
		this.transactionManagers = transactionManagers;
		this.clock = clock;
	}

	// The boundary around the application's code: whatever it throws fails the job
	@Override
	public @Nullable Throwable run(NewJob job) {
		JobPayload payload = job.payload().enqueued(this.clock.instant());
		InlineJob running = new InlineJob(job.queue(), payload);
		try {
			if (TransactionSynchronizationManager.isSynchronizationActive()) {
				outsideOfTransactions(this.transactionManagers.get(), running);
			}
			else {
				perform(running);
			}
			return null;
		}
		catch (VirtualMachineError ex) {
			throw ex;
		}
		catch (JobFailure ex) {
			return ex.getCause();
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	// One that has just been committed would still be joined until the end of its
	// callbacks, and what joins it is never committed
	private void outsideOfTransactions(List<PlatformTransactionManager> managers, InlineJob job) {
		if (managers.isEmpty()) {
			perform(job);
			return;
		}
		TransactionTemplate template = new TransactionTemplate(managers.get(0));
		template.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
		template.executeWithoutResult((status) -> outsideOfTransactions(managers.subList(1, managers.size()), job));
	}

	private void perform(InlineJob job) {
		JobMethod method = this.methods.get().find(job.type());
		if (method == null) {
			throw new UnknownJobTypeException(
					"No @Job method of this application is declared for type '%s'".formatted(job.type()));
		}
		try {
			new JobPerformer(this.interceptors.get()).perform(method, job);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new JobFailure(ex);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new JobFailure(ex);
		}
	}

	/**
	 * Carries what a job threw through a transaction template.
	 */
	private static final class JobFailure extends RuntimeException {

		private static final long serialVersionUID = 1L;

		JobFailure(Throwable cause) {
			super(cause);
		}

	}

	/**
	 * A job that runs inline. Nobody stops it, and nobody can look at its progress.
	 */
	private static final class InlineJob extends PerformableJob {

		InlineJob(String queue, JobPayload payload) {
			super(queue, payload);
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
