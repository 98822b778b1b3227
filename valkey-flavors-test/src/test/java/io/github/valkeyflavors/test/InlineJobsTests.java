package io.github.valkeyflavors.test;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.test.FakeJobQueue.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest
@FakeJobQueue(mode = Mode.INLINE)
class InlineJobsTests {

	private final JobClient client;

	private final FakeJobs jobs;

	private final ShopJobs shop;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	@Autowired
	InlineJobsTests(JobClient client, FakeJobs jobs, ShopJobs shop, JdbcTemplate jdbc,
			PlatformTransactionManager transactionManager) {
		this.client = client;
		this.jobs = jobs;
		this.shop = shop;
		this.jdbc = jdbc;
		this.transaction = new TransactionTemplate(transactionManager);
	}

	@BeforeEach
	void forget() {
		this.shop.log.clear();
		this.jdbc.update("delete from line");
	}

	@Test
	void performsAtOnce() {
		this.client.enqueue("order_confirmation", 42);

		assertThat(this.shop.log).containsExactly("confirm 42");
		assertThat(this.jobs).hasEnqueued("order_confirmation").withArguments(42);
		assertThat(this.jobs).hasPerformed("order_confirmation");
		assertThat(this.jobs).hasNoneWaiting();
	}

	@Test
	void performsWhatJobsEnqueue() {
		this.client.enqueue("parent", 2);

		assertThat(this.shop.log).containsExactly("confirm 0", "confirm 1");
	}

	@Test
	void throwsFailureAtCaller() {
		this.shop.failuresLeft = 1;

		assertThatExceptionOfType(JobFailedException.class).isThrownBy(() -> this.client.enqueue("flaky", "broken"))
			.havingCause()
			.withMessage("broken");
	}

	@Test
	void collectsScheduledJobs() {
		this.client.enqueueIn(Duration.ofHours(1), "order_confirmation", 1);
		assertThat(this.shop.log).isEmpty();

		this.jobs.advance(Duration.ofHours(1));
		assertThat(this.jobs.drain()).isEqualTo(1);
	}

	@Test
	void collectsJobsOfOtherApplications() {
		this.client.enqueue("foreign", 1);

		assertThat(this.jobs.jobs("foreign")).hasSize(1);
	}

	@Test
	void performsAfterCommit() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("order_confirmation", 1);
			assertThat(this.shop.log).isEmpty();
		});

		assertThat(this.shop.log).containsExactly("confirm 1");
	}

	@Test
	void performsNothingAfterRollback() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("order_confirmation", 1);
			status.setRollbackOnly();
		});

		assertThat(this.shop.log).isEmpty();
		assertThat(this.jobs).hasEnqueuedNothing();
	}

	@Test
	void throwsFailureAtCommitter() {
		this.shop.failuresLeft = 1;

		assertThatExceptionOfType(JobFailedException.class).isThrownBy(
				() -> this.transaction.executeWithoutResult((status) -> this.client.enqueue("flaky", "broken")));
	}

	@Test
	void performsOutsideOfCommittedTransaction() {
		this.transaction.executeWithoutResult((status) -> this.client.enqueue("line", "after commit"));

		assertThat(this.shop.log).containsExactly("in transaction: false");
		assertThat(lines()).isEqualTo(1);
	}

	@Test
	void performsOutsideOfActiveTransaction() {
		this.transaction.executeWithoutResult((status) -> {
			this.jdbc.update("insert into line values ('rolled back')");
			this.client.with(JobOptions.NONE.duringTransaction()).enqueue("line", "kept");
			status.setRollbackOnly();
		});

		assertThat(this.shop.log).containsExactly("in transaction: false");
		assertThat(this.jdbc.queryForList("select text from line", String.class)).containsExactly("kept");
	}

	private int lines() {
		Integer count = this.jdbc.queryForObject("select count(*) from line", Integer.class);
		return (count != null) ? count : 0;
	}

}
