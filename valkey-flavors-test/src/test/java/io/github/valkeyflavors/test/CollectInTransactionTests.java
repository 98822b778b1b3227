package io.github.valkeyflavors.test;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.valkeyflavors.queue.JobClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest
@FakeJobQueue
class CollectInTransactionTests {

	private final JobClient client;

	private final FakeJobs jobs;

	private final TransactionTemplate transaction;

	@Autowired
	CollectInTransactionTests(JobClient client, FakeJobs jobs, PlatformTransactionManager transactionManager) {
		this.client = client;
		this.jobs = jobs;
		this.transaction = new TransactionTemplate(transactionManager);
	}

	@Test
	void collectsAfterCommit() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("order_confirmation", 1);
			assertThat(this.jobs).hasEnqueuedNothing();
		});

		assertThat(this.jobs).hasEnqueued("order_confirmation");
	}

	@Test
	void collectsNothingAfterRollback() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("order_confirmation", 1);
			status.setRollbackOnly();
		});

		assertThat(this.jobs).hasEnqueuedNothing();
	}

	@Test
	void saysThatJobsWaitForTheCommit() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("order_confirmation", 1);

			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> assertThat(this.jobs).hasEnqueued("order_confirmation"))
				.withMessageEndingWith("The test is in a transaction: what was enqueued inside waits for its commit");
		});
	}

}
