package io.github.valkeyflavors.queue.client;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Manages the transactions of one thread, which change nothing.
 */
public final class TestTransactionManager extends AbstractPlatformTransactionManager {

	private static final long serialVersionUID = 1L;

	int commits;

	boolean failingCommit;

	private boolean active;

	public TestTransactionManager() {
		setNestedTransactionAllowed(true);
	}

	public int commits() {
		return this.commits;
	}

	@Override
	protected Object doGetTransaction() {
		return new Transaction();
	}

	@Override
	protected boolean isExistingTransaction(Object transaction) {
		return this.active;
	}

	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
		this.active = true;
	}

	@Override
	protected Object doSuspend(Object transaction) {
		this.active = false;
		return transaction;
	}

	@Override
	protected void doResume(@Nullable Object transaction, Object suspended) {
		this.active = true;
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
		if (this.failingCommit) {
			throw new TransactionSystemException("broken");
		}
		this.commits++;
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
	}

	@Override
	protected void doCleanupAfterCompletion(Object transaction) {
		this.active = false;
	}

	private static final class Transaction implements SavepointManager {

		@Override
		public Object createSavepoint() {
			return new Object();
		}

		@Override
		public void rollbackToSavepoint(Object savepoint) {
		}

		@Override
		public void releaseSavepoint(Object savepoint) {
		}

	}

}
