package io.github.valkeyflavors.test;

import java.util.List;
import java.util.function.Supplier;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.valkeyflavors.queue.client.JobSink;
import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.test.FakeJobQueue.Mode;
import io.github.valkeyflavors.test.FakeJobs.Failures;

/**
 * Takes the jobs that a test enqueues, and performs them in inline mode. Thread-safe.
 */
final class FakeJobSink implements JobSink {

	private final Mode mode;

	private final FakeJobStore store;

	private final FakeJobRunner runner;

	private final Supplier<List<PlatformTransactionManager>> transactionManagers;

	FakeJobSink(Mode mode, FakeJobStore store, FakeJobRunner runner,
			Supplier<List<PlatformTransactionManager>> transactionManagers) {
		this.mode = mode;
		this.store = store;
		this.runner = runner;
		this.transactionManagers = transactionManagers;
	}

	@Override
	public void push(List<NewJob> jobs) {
		List<FakeJob> added = this.store.add(jobs);
		if (this.mode == Mode.INLINE) {
			added.forEach(this::performIfPossible);
		}
	}

	private void performIfPossible(FakeJob job) {
		boolean due = !job.due().isAfter(this.store.clock().instant());
		if (due && this.runner.knows(job) && this.store.take(job)) {
			Runnable run = () -> this.runner.run(job, Failures.THROW);
			if (TransactionSynchronizationManager.isSynchronizationActive()) {
				withoutTransaction(this.transactionManagers.get(), run);
			}
			else {
				run.run();
			}
		}
	}

	// A worker is in no transaction. One that has just been committed would still be
	// joined until the end of its callbacks, and what joins it is never committed.
	private static void withoutTransaction(List<PlatformTransactionManager> managers, Runnable run) {
		if (managers.isEmpty()) {
			run.run();
			return;
		}
		TransactionTemplate template = new TransactionTemplate(managers.get(0));
		template.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
		template.executeWithoutResult((status) -> withoutTransaction(managers.subList(1, managers.size()), run));
	}

}
