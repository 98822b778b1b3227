package io.github.valkeyflavors.queue.perform;

import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.JobInterceptor;
import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.queue.UnknownJobTypeException;
import io.github.valkeyflavors.queue.client.JobDefaults;
import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.queue.client.TestTransactionManager;
import io.github.valkeyflavors.queue.protocol.JobPayload;

import static org.assertj.core.api.Assertions.assertThat;

class InlineJobsTests {

	private static final Instant NOW = Instant.ofEpochMilli(1795208690378L);

	private final TestTransactionManager transactions = new TestTransactionManager();

	private final List<String> steps = new ArrayList<>();

	private @Nullable Exception failure;

	private final InlineJobs jobs = new InlineJobs(this::methods, () -> List.of(new JobInterceptor() {

		@Override
		public void perform(JobContext job, Perform next) throws Throwable {
			InlineJobsTests.this.steps.add("before " + job.type());
			next.perform();
			InlineJobsTests.this.steps.add("after");
		}

	}), () -> List.of(this.transactions), InstantSource.fixed(NOW));

	@Test
	void performsInsideOfInterceptors() {
		assertThat(this.jobs.run(job("some"))).isNull();

		assertThat(this.steps).containsExactly("before some", "ran a, attempt 1, enqueued " + NOW, "after");
	}

	@Test
	void returnsWhatJobThrows() {
		this.failure = new IOException("no mail server");

		assertThat(this.jobs.run(job("some"))).isSameAs(this.failure);
	}

	@Test
	void returnsWhatJobThrowsAfterCommit() {
		this.failure = new IOException("no mail server");
		List<Throwable> failures = new ArrayList<>();

		afterCommit(() -> failures.add(Objects.requireNonNull(this.jobs.run(job("some")))));

		assertThat(failures).containsExactly(this.failure);
	}

	@Test
	void leavesInterruptToTheCaller() {
		this.failure = new InterruptedException();

		assertThat(this.jobs.run(job("some"))).isSameAs(this.failure);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void failsForUnknownType() {
		assertThat(this.jobs.run(job("other"))).isInstanceOf(UnknownJobTypeException.class);
	}

	@Test
	void letsJobHaveTransactionOfItsOwnAfterCommit() {
		afterCommit(() -> this.jobs.run(job("transactional")));

		assertThat(this.steps).contains("in a new transaction: true");
		assertThat(this.transactions.commits()).isEqualTo(2);
	}

	@Test
	void letsJobHaveTransactionOfItsOwnInsideOfAnother() {
		new TransactionTemplate(this.transactions)
			.executeWithoutResult((status) -> this.jobs.run(job("transactional")));

		assertThat(this.steps).contains("in a new transaction: true");
		assertThat(this.transactions.commits()).isEqualTo(2);
	}

	private void afterCommit(Runnable action) {
		new TransactionTemplate(this.transactions).executeWithoutResult(
				(status) -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						action.run();
					}

				}));
	}

	void some(String argument, JobContext job) throws Exception {
		this.steps.add("ran %s, attempt %d, enqueued %s".formatted(argument, job.attempt(), job.enqueuedAt()));
		job.progress(1, 2);
		if (this.failure != null) {
			throw this.failure;
		}
	}

	void transactional(String argument) {
		new TransactionTemplate(this.transactions)
			.executeWithoutResult((status) -> this.steps.add("in a new transaction: " + status.isNewTransaction()));
	}

	private JobMethods methods() {
		return new JobMethods(
				List.of(method("some", String.class, JobContext.class), method("transactional", String.class)));
	}

	private JobMethod method(String name, Class<?>... parameters) {
		Method method = Objects.requireNonNull(ReflectionUtils.findMethod(InlineJobsTests.class, name, parameters));
		return new JobMethod(name, JobDefaults.UNDECLARED, method, InlineJobsTests.class, () -> this,
				JsonMapper.shared());
	}

	private static NewJob job(String type) {
		return NewJob.of(JobPayload.parse("{\"class\":\"%s\",\"args\":[\"a\"],\"jid\":\"1\"}".formatted(type)), null,
				OutageMode.INLINE);
	}

}
