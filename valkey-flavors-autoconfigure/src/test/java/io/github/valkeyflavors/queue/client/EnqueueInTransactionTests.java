package io.github.valkeyflavors.queue.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.queue.JobRefusedException;
import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.protocol.JobPayload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EnqueueInTransactionTests {

	private static final Instant NOW = Instant.ofEpochMilli(1795208690378L);

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private final AtomicReference<Instant> time = new AtomicReference<>(NOW);

	private final TestTransactionManager transactions = new TestTransactionManager();

	private final TransactionTemplate transaction = new TransactionTemplate(this.transactions);

	private final TransactionTemplate another = new TransactionTemplate(this.transactions);

	private final TransactionTemplate nested = new TransactionTemplate(this.transactions);

	private StringRedisTemplate template;

	private JobClient client;

	@BeforeEach
	void connect() {
		this.another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
		this.template = server.template();
		InstantSource clock = this.time::get;
		this.client = new ValkeyJobClient(server.connectionFactory(), JsonMapper.shared(),
				(type) -> JobDefaults.UNDECLARED, clock);
	}

	@AfterEach
	void leavesNothingOnThread() {
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
		assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isFalse();
	}

	@Test
	void pushesAfterCommit() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("a");
			assertThat(types()).isEmpty();
		});

		assertThat(types()).containsExactly("a");
	}

	@Test
	void pushesOnceWhenThePushFails() {
		AtomicInteger pushes = new AtomicInteger();
		JobSink away = (jobs) -> {
			pushes.incrementAndGet();
			throw new QueryTimeoutException("away");
		};
		JobClient failing = new ValkeyJobClient(new PayloadFactory(JsonMapper.shared(), List::of,
				PayloadFactory.Limits.STANDARD, InstantSource.system()), (type) -> JobDefaults.UNDECLARED, away, true);

		assertThatExceptionOfType(QueryTimeoutException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> failing.enqueue("a")));
		assertThat(pushes).hasValue(1);
	}

	@Test
	void dropsJobOnRollback() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("a");
			status.setRollbackOnly();
		});

		assertThat(this.template.keys("*")).isEmpty();
	}

	@Test
	void returnsJidThatIsPushedLater() {
		String jid = this.transaction.execute((status) -> this.client.enqueue("a"));

		assertThat(payloads()).singleElement().extracting(JobPayload::jid).isEqualTo(jid);
	}

	@Test
	void keepsTimeOfCallAndTimeOfPush() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("a");
			this.time.set(NOW.plusSeconds(5));
		});

		assertThat(payloads()).singleElement().satisfies((payload) -> {
			assertThat(payload.createdAt()).isEqualTo(NOW);
			assertThat(payload.enqueuedAt()).isEqualTo(NOW.plusSeconds(5));
		});
	}

	@Test
	void writesArgumentsAtCall() {
		StringBuilder changing = new StringBuilder("before");

		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("a", changing);
			changing.append(" and after");
		});

		assertThat(payloads()).singleElement().extracting(JobPayload::arguments).isEqualTo("[\"before\"]");
	}

	@Test
	void refusesAtCall() {
		this.transaction.executeWithoutResult((status) -> assertThatExceptionOfType(JobRefusedException.class)
			.isThrownBy(() -> this.client.enqueue(" ")));
	}

	@Test
	void pushesJobsOfTransactionInOrderAndInOneRoundTripPerThousand() {
		this.client.enqueue("warm-up");
		this.template.delete("queue:default");
		long before = scriptCalls();

		this.transaction.executeWithoutResult((status) -> IntStream.range(0, 1_001)
			.forEach((i) -> this.client.with(JobOptions.NONE.queue("default")).enqueue("a" + i)));

		assertThat(types()).containsExactlyElementsOf(IntStream.range(0, 1_001).mapToObj((i) -> "a" + i).toList());
		assertThat(scriptCalls() - before).isEqualTo(2);
	}

	@Test
	void pushesJobOfInnerTransactionWithItsOwnCommit() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("outer");
			this.another.executeWithoutResult((inner) -> this.client.enqueue("inner"));
			assertThat(types()).containsExactly("inner");
			this.client.enqueue("outer too");
		});

		assertThat(types()).containsExactly("inner", "outer", "outer too");
	}

	@Test
	void keepsJobOfInnerTransactionWhenOuterOneIsRolledBack() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("outer");
			this.another.executeWithoutResult((inner) -> this.client.enqueue("inner"));
			status.setRollbackOnly();
		});

		assertThat(types()).containsExactly("inner");
	}

	@Test
	void dropsJobOfInnerTransactionThatIsRolledBack() {
		this.transaction.executeWithoutResult((status) -> {
			this.another.executeWithoutResult((inner) -> {
				this.client.enqueue("inner");
				inner.setRollbackOnly();
			});
			this.client.enqueue("outer");
		});

		assertThat(types()).containsExactly("outer");
	}

	@Test
	void dropsOnlyJobsSinceSavepointThatIsRolledBackTo() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("before");
			this.nested.executeWithoutResult((inner) -> {
				this.client.enqueue("nested");
				inner.setRollbackOnly();
			});
			this.client.enqueue("after");
		});

		assertThat(types()).containsExactly("before", "after");
	}

	@Test
	void dropsFirstJobsOfTransactionWithSavepoint() {
		this.transaction.executeWithoutResult((status) -> {
			this.nested.executeWithoutResult((inner) -> {
				this.client.enqueue("nested");
				inner.setRollbackOnly();
			});
			this.nested.executeWithoutResult((inner) -> this.client.enqueue("nested too"));
		});

		assertThat(types()).containsExactly("nested too");
	}

	@Test
	void pushesAtOnceWhenCallSaysSo() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.with(JobOptions.NONE.duringTransaction()).enqueue("a");
			assertThat(types()).containsExactly("a");
			status.setRollbackOnly();
		});

		assertThat(types()).containsExactly("a");
	}

	@Test
	void pushesAtOnceWhenSwitchedOff() {
		InstantSource clock = this.time::get;
		JobClient atOnce = new ValkeyJobClient(
				new PayloadFactory(JsonMapper.shared(), List::of, PayloadFactory.Limits.STANDARD, clock),
				(type) -> JobDefaults.UNDECLARED, new ValkeyJobSink(server.connectionFactory(), clock), false);

		this.transaction.executeWithoutResult((status) -> {
			atOnce.enqueue("a");
			assertThat(types()).containsExactly("a");
		});
	}

	@Test
	void pushesAtOnceWhereSynchronizationHasNoTransaction() {
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);

		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("a");
			assertThat(types()).containsExactly("a");
		});
	}

	@Test
	void schedulesAfterCommit() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueueIn(Duration.ofHours(1), "a");
			assertThat(this.template.hasKey("schedule")).isFalse();
		});

		assertThat(this.template.opsForZSet().rangeWithScores("schedule", 0, -1)).singleElement()
			.satisfies((job) -> assertThat(job.getScore()).isEqualTo(1795212290.378));
	}

	@Test
	void pushesScheduledJobThatIsDueWhenTransactionCommits() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueueIn(Duration.ofSeconds(1), "a");
			this.time.set(NOW.plusSeconds(1));
		});

		assertThat(types()).containsExactly("a");
	}

	@Test
	void throwsAtWhoeverCommitsWhenPushFails() {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				this.client.enqueue("a");
				server.stop();
			}));
		assertThat(this.transactions.commits).isEqualTo(1);
	}

	@Test
	void pushesWhatIsEnqueuedAfterCommit() {
		this.transaction.executeWithoutResult((status) -> {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					EnqueueInTransactionTests.this.client.enqueue("after commit");
					EnqueueInTransactionTests.this.another
						.executeWithoutResult((inner) -> EnqueueInTransactionTests.this.client.enqueue("in another"));
				}

				@Override
				public void afterCompletion(int outcome) {
					EnqueueInTransactionTests.this.client.enqueue("after completion");
				}

			});
			this.client.enqueue("during");
		});

		assertThat(types()).containsExactlyInAnyOrder("in another", "during", "after commit", "after completion");
	}

	@Test
	void pushesWhenAnotherSynchronizationFailsAfterCommit() {
		assertThatIllegalStateException().isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					throw new IllegalStateException("broken");
				}

			});
			this.client.enqueue("a");
		}));

		assertThat(types()).containsExactly("a");
	}

	@Test
	void pushesWhatIsEnqueuedBeforeCompletion() {
		this.transaction.executeWithoutResult((status) -> {
			this.client.enqueue("during");
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void beforeCommit(boolean readOnly) {
					EnqueueInTransactionTests.this.client.enqueue("before commit");
				}

				@Override
				public void beforeCompletion() {
					EnqueueInTransactionTests.this.client.enqueue("before completion");
				}

			});
		});

		assertThat(types()).containsExactly("during", "before commit", "before completion");
	}

	@Test
	void dropsJobWhenCommitFails() {
		this.transactions.failingCommit = true;

		assertThatExceptionOfType(TransactionSystemException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> this.client.enqueue("a")));
		assertThat(this.template.keys("*")).isEmpty();
	}

	private List<String> types() {
		return payloads().stream().map(JobPayload::type).toList();
	}

	private List<JobPayload> payloads() {
		List<String> range = Objects.requireNonNull(this.template.opsForList().range("queue:default", 0, -1));
		List<JobPayload> payloads = new ArrayList<>(range.stream().map(JobPayload::parse).toList());
		Collections.reverse(payloads);
		return payloads;
	}

	private long scriptCalls() {
		String stats = this.template.execute((RedisCallback<String>) (connection) -> Objects
			.requireNonNull(connection.serverCommands().info("commandstats"))
			.getProperty("cmdstat_evalsha"));
		return Long.parseLong(stats.replaceAll("calls=(\\d+),.*", "$1"));
	}

}
