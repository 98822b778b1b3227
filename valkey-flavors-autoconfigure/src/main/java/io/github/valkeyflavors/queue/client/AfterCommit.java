package io.github.valkeyflavors.queue.client;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The jobs that one transaction enqueued: pushed together after its commit, dropped on a
 * rollback. Those of a nested transaction are dropped when only that one is rolled back.
 * Used by one thread.
 */
final class AfterCommit implements TransactionSynchronization {

	private static final Log logger = LogFactory.getLog(AfterCommit.class);

	private final List<NewJob> jobs = new ArrayList<>();

	private final IdentityHashMap<Object, Integer> savepoints = new IdentityHashMap<>();

	private final JobSink sink;

	private boolean suspended;

	private AfterCommit(JobSink sink) {
		this.sink = sink;
	}

	/**
	 * Pushes jobs after the commit of the current transaction, or at once if there is
	 * none.
	 * @param sink where the jobs go; those for the same one are pushed together
	 * @param jobs the jobs
	 */
	static void push(JobSink sink, List<NewJob> jobs) {
		if (!TransactionSynchronizationManager.isActualTransactionActive()
				|| !TransactionSynchronizationManager.isSynchronizationActive()) {
			sink.push(jobs);
		}
		else if (TransactionSynchronizationManager.getResource(sink) instanceof AfterCommit current) {
			current.jobs.addAll(jobs);
		}
		else {
			AfterCommit created = new AfterCommit(sink);
			created.jobs.addAll(jobs);
			TransactionSynchronizationManager.registerSynchronization(created);
			TransactionSynchronizationManager.bindResource(sink, created);
		}
	}

	@Override
	public void suspend() {
		this.suspended = unbind();
	}

	@Override
	public void resume() {
		if (this.suspended) {
			TransactionSynchronizationManager.bindResource(this.sink, this);
		}
	}

	private boolean unbind() {
		boolean bound = TransactionSynchronizationManager.getResource(this.sink) == this;
		if (bound) {
			TransactionSynchronizationManager.unbindResource(this.sink);
		}
		return bound;
	}

	@Override
	public void savepoint(Object savepoint) {
		this.savepoints.put(savepoint, this.jobs.size());
	}

	// One that is not known is older than all of these jobs
	@Override
	public void savepointRollback(Object savepoint) {
		int kept = this.savepoints.getOrDefault(savepoint, 0);
		this.jobs.subList(Math.min(kept, this.jobs.size()), this.jobs.size()).clear();
	}

	// Later than that the transaction may be in the hands of another thread
	@Override
	public void beforeCompletion() {
		unbind();
	}

	@Override
	public void afterCommit() {
		List<NewJob> committed = List.copyOf(this.jobs);
		this.jobs.clear();
		if (!committed.isEmpty()) {
			this.sink.push(committed);
		}
	}

	// What another synchronization enqueued after the commit is still there
	@Override
	public void afterCompletion(int status) {
		unbind();
		if (status == STATUS_COMMITTED) {
			afterCommit();
		}
		else if (status == STATUS_UNKNOWN && !this.jobs.isEmpty()) {
			logger.warn("It is unknown whether a transaction was committed. Its jobs are dropped: %d, first %s"
				.formatted(this.jobs.size(), this.jobs.get(0)));
		}
	}

}
