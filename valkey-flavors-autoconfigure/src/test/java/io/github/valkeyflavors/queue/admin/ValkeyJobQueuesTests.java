package io.github.valkeyflavors.queue.admin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.queue.LocalServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ValkeyJobQueuesTests {

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private QueueFixture fixture;

	private StringRedisTemplate template;

	private JobQueues queues;

	@BeforeEach
	void connect() {
		this.fixture = new QueueFixture(server);
		this.template = this.fixture.template();
		this.queues = this.fixture.queues();
	}

	@Test
	void knowsNoQueueOfEmptyDatabase() {
		assertThat(this.queues.queues()).isEmpty();
	}

	@Test
	void listsQueuesByNameWithSizeAndLatencyOfNextJob() {
		this.fixture.push("low", enqueuedAt("1795208690000"), enqueuedAt("1795208699000"));
		this.fixture.push("high", enqueuedAt("1795208699500"));

		assertThat(this.queues.queues()).containsExactly(new QueueSummary("high", 1, Duration.ofMillis(500), false),
				new QueueSummary("low", 2, Duration.ofSeconds(10), false));
	}

	@Test
	void listsMoreQueuesThanOneScriptReads() {
		String[] names = IntStream.range(0, 250).mapToObj("queue-%03d"::formatted).toArray(String[]::new);
		this.template.opsForSet().add("queues", names);
		this.fixture.push("queue-249", QueueFixture.job("a"));

		List<QueueSummary> summaries = this.queues.queues();

		assertThat(summaries).extracting(QueueSummary::name).containsExactly(names);
		assertThat(summaries.get(249).size()).isEqualTo(1);
	}

	@Test
	void readsLatencyOfJobThatSidekiq7Wrote() {
		this.fixture.push("low", enqueuedAt("1795208697.75"));

		assertThat(this.queues.queue("low").latency()).isEqualTo(Duration.ofMillis(2250));
	}

	@Test
	void takesTimeOfCreationWhenNextJobHasNoOther() {
		this.fixture.push("low", "{\"class\":\"a\",\"args\":[],\"created_at\":1795208699000}");

		assertThat(this.queues.queue("low").latency()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void hasNoLatencyWhenNextEntryIsNoJob() {
		this.fixture.push("low", "garbage");

		assertThat(this.queues.queue("low").latency()).isZero();
	}

	@Test
	void hasNoNegativeLatency() {
		this.fixture.push("low", enqueuedAt("1795208700001"));

		assertThat(this.queues.queue("low").latency()).isZero();
	}

	@Test
	void returnsUnknownQueueAsEmpty() {
		assertThat(this.queues.queue("nobody")).isEqualTo(new QueueSummary("nobody", 0, Duration.ZERO, false));
	}

	@Test
	void returnsWaitingJobsNextOneFirst() {
		this.fixture.push("low", QueueFixture.job("a"), QueueFixture.job("b"), QueueFixture.job("c"));

		assertThat(this.queues.jobs("low", 0, 2)).extracting(JobEntry::jid).containsExactly("a", "b");
		assertThat(this.queues.jobs("low", 2, 2)).extracting(JobEntry::jid).containsExactly("c");
		assertThat(this.queues.jobs("low", 3, 2)).isEmpty();
	}

	@Test
	void returnsNoJobsFarBehindTheEnd() {
		this.fixture.push("low", QueueFixture.job("a"));

		assertThat(this.queues.jobs("low", Long.MAX_VALUE, 1_000)).isEmpty();
	}

	@Test
	void pagesThroughTenThousandWaitingJobs() {
		this.fixture.push("low", jobs(10_000));

		List<String> jids = IntStream.range(0, 10)
			.boxed()
			.flatMap((page) -> this.queues.jobs("low", page * 1_000L, 1_000).stream())
			.map(JobEntry::jid)
			.toList();

		assertThat(jids).containsExactlyElementsOf(IntStream.range(0, 10_000).mapToObj(String::valueOf).toList());
	}

	@Test
	void namesQueueThatJobWaitsIn() {
		this.fixture.push("moved", QueueFixture.job("a"));

		assertThat(this.queues.jobs("moved", 0, 1)).extracting(JobEntry::queue).containsExactly("moved");
	}

	@Test
	void deletesOneOfTwoEqualJobs() {
		this.fixture.push("low", QueueFixture.job("a"), QueueFixture.job("a"));
		JobEntry job = this.queues.jobs("low", 0, 1).get(0);

		assertThat(this.queues.delete("low", job)).isTrue();
		assertThat(this.fixture.waiting("low")).hasSize(1);
	}

	@Test
	void deletesJobAnywhereInLongQueue() {
		this.fixture.push("low", jobs(10_000));

		for (long position : List.of(0L, 1_200L, 5_000L, 8_700L, 9_995L)) {
			JobEntry job = this.queues.jobs("low", position, 1).get(0);

			assertThat(this.queues.delete("low", job)).isTrue();
			assertThat(this.queues.jobs("low", position, 1)).doesNotContain(job);
		}
		assertThat(this.queues.queue("low").size()).isEqualTo(9_995);
	}

	@Test
	void doesNotDeleteJobThatIsGone() {
		this.fixture.push("low", jobs(5_000));
		JobEntry job = this.queues.jobs("low", 0, 1).get(0);
		this.template.opsForList().rightPop("queue:low");

		assertThat(this.queues.delete("low", job)).isFalse();
		assertThat(this.queues.queue("low").size()).isEqualTo(4_999);
	}

	@Test
	void oneOfTwoDeletesIsTrue() throws Exception {
		this.fixture.push("low", jobs(200));
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			for (JobEntry job : this.queues.jobs("low", 0, 200)) {
				Callable<Boolean> delete = () -> this.queues.delete("low", job);
				List<Future<Boolean>> deletes = threads.invokeAll(List.of(delete, delete), 10, TimeUnit.SECONDS);

				assertThat(deletes.get(0).get() ^ deletes.get(1).get()).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void deletesEntryThatIsNoJob() {
		this.fixture.push("low", "garbage");
		JobEntry entry = this.queues.jobs("low", 0, 1).get(0);

		assertThat(entry.type()).isEqualTo("?");
		assertThat(this.queues.delete("low", entry)).isTrue();
	}

	@Test
	void deletesEntryThatIsNoText() {
		byte[] stored = { 'a', (byte) 0xff, (byte) 0xc3, 'b', (byte) 0xe2, (byte) 0x82 };
		try (RedisConnection connection = server.connectionFactory().getConnection()) {
			connection.listCommands().lPush("queue:low".getBytes(StandardCharsets.UTF_8), stored);
		}

		assertThat(this.queues.delete("low", this.queues.jobs("low", 0, 1).get(0))).isTrue();
	}

	@Test
	void clearsQueueAndForgetsIt() {
		this.fixture.push("low", QueueFixture.job("a"), QueueFixture.job("b"));

		assertThat(this.queues.clear("low")).isEqualTo(2);
		assertThat(this.template.keys("*")).isEmpty();
	}

	@Test
	void clearsNothingOfUnknownQueue() {
		assertThat(this.queues.clear("nobody")).isZero();
	}

	@Test
	void pausesUntilResumed() {
		assertThat(this.queues.pause("low")).isTrue();
		assertThat(this.queues.pause("low")).isFalse();
		assertThat(this.queues.queue("low").paused()).isTrue();
		assertThat(this.queues.resume("low")).isTrue();
		assertThat(this.queues.resume("low")).isFalse();
		assertThat(this.queues.queue("low").paused()).isFalse();
	}

	@Test
	void writesPausedQueuesToSetOfTheirOwn() {
		this.queues.pause("low");

		assertThat(this.template.opsForSet().members("valkey-flavors:paused")).containsExactly("low");
	}

	@Test
	void listsPausedQueueThatNobodyHasPushedTo() {
		this.queues.pause("low");

		assertThat(this.queues.queues()).containsExactly(new QueueSummary("low", 0, Duration.ZERO, true));
	}

	@Test
	void clearedQueueStaysPaused() {
		this.fixture.push("low", QueueFixture.job("a"));
		this.queues.pause("low");

		this.queues.clear("low");

		assertThat(this.queues.queue("low").paused()).isTrue();
	}

	@Test
	void readsProgress() {
		this.template.opsForHash()
			.putAll("valkey-flavors:progress:abc", Map.of("done", "3", "total", "7", "updated_at", "1795208690378"));

		assertThat(this.queues.progress("abc")).contains(new JobProgress(3, 7, Instant.ofEpochMilli(1795208690378L)));
	}

	@Test
	void hasNoProgressOfJobThatDidNotSay() {
		assertThat(this.queues.progress("abc")).isEmpty();
	}

	@Test
	void countsNothingInEmptyDatabase() {
		assertThat(this.queues.statistics()).isEqualTo(new QueueStatistics(0, 0, 0, 0, 0, 0, 0));
	}

	@Test
	void countsAsSidekiqDoes() {
		this.template.opsForValue().set("stat:processed", "12");
		this.template.opsForValue().set("stat:failed", "5");
		this.fixture.push("low", QueueFixture.job("a"), QueueFixture.job("b"));
		this.fixture.push("high", QueueFixture.job("c"));
		this.fixture.fill("schedule", 4, String::valueOf, String::valueOf);
		this.fixture.fill("retry", 3, String::valueOf, String::valueOf);
		this.fixture.fill("dead", 2, String::valueOf, String::valueOf);
		this.template.opsForSet().add("processes", "host:1:a");

		assertThat(this.queues.statistics()).isEqualTo(new QueueStatistics(12, 5, 3, 4, 3, 2, 1));
	}

	@Test
	void changesNothingByReading() {
		this.fixture.push("low", QueueFixture.job("a"));
		this.queues.queues();
		this.queues.jobs("low", 0, 10);
		this.queues.statistics();

		assertThat(this.template.keys("*")).containsExactlyInAnyOrder("queues", "queue:low");
	}

	@Test
	void refusesBlankName() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.queues.clear(" "))
			.withMessage("'queue' must not be empty");
	}

	@Test
	void refusesNegativeOffset() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.queues.jobs("low", -1, 10))
			.withMessage("'offset' must be 0 or more, but is -1");
	}

	@Test
	void refusesPageOfMoreThanThousand() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.queues.jobs("low", 0, 1_001))
			.withMessage("'limit' must be 1 to 1000, but is 1001");
	}

	@Test
	void refusesEmptyPage() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.queues.jobs("low", 0, 0));
	}

	@Test
	void throwsWhenServerIsAway() {
		server.stop();

		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.queues.queues());
	}

	private static String enqueuedAt(String time) {
		return "{\"class\":\"a\",\"args\":[],\"created_at\":1,\"enqueued_at\":%s}".formatted(time);
	}

	private static String[] jobs(int count) {
		return IntStream.range(0, count).mapToObj((i) -> QueueFixture.job(String.valueOf(i))).toArray(String[]::new);
	}

}
