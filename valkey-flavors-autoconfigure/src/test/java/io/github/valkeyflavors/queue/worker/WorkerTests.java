package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WorkerTests extends WorkerFixture {

	@Test
	void performsJobThatIsEnqueued() {
		start(1);

		this.client.enqueue("record", "a");

		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);
	}

	@Test
	void performsJobThatWasEnqueuedBefore() {
		this.client.enqueue("record", "a");

		start(1);

		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);
	}

	@Test
	void leavesNoTraceOfJobThatIsDone() {
		start(1);
		this.client.enqueue("record", "a");
		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);

		this.workers.get(0).stop();

		String today = LocalDate.now(ZoneOffset.UTC).toString();
		assertThat(this.template.keys("*")).containsExactlyInAnyOrder("queues", "stat:processed",
				"stat:processed:" + today);
	}

	@Test
	void holdsJobInHandWhileItRuns() throws InterruptedException {
		start(1);
		this.client.enqueue("hang", "a");

		this.jobs.started.poll(10, TimeUnit.SECONDS);

		assertThat(list("valkey-flavors:in-hand:" + onlyIdentity() + ":default")).hasSize(1);
		assertThat(list("queue:default")).isEmpty();
	}

	@Test
	void registersWithHeartbeatThatExpires() {
		start(1, "low", "default");

		await().atMost(SOON).until(() -> onlyIdentity() != null);
		String identity = String.valueOf(onlyIdentity());

		assertThat(identity).matches(".+:%d:[0-9a-f]{12}".formatted(ProcessHandle.current().pid()));
		assertThat(this.template.getExpire("valkey-flavors:heartbeat:" + identity, TimeUnit.MILLISECONDS)).isBetween(1L,
				5_000L);
		assertThat(String.valueOf(this.template.opsForHash().get("valkey-flavors:workers", identity)))
			.startsWith("{\"queues\":{\"low\":1,\"default\":1},\"beat_at\":");
	}

	@Test
	void takesQueuesInStrictOrder() {
		this.client.enqueue("record", "later");
		this.client.enqueue("urgent", "1");
		this.client.enqueue("urgent", "2");

		start(1, "critical", "default");

		await().atMost(SOON).until(() -> this.jobs.order.size() == 3);
		assertThat(this.jobs.order).containsExactly("1", "2", "later");
	}

	@Test
	void takesQueuesOfDeclaredMethodsByDefault() {
		start(1);

		this.client.enqueue("urgent", "a");

		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);
	}

	@Test
	void startsNewJobAtOnceWhenIdle() throws InterruptedException {
		this.blockTime = Duration.ofMillis(1_500);
		start(2, "critical", "default");
		await().atMost(SOON).until(() -> blockedClients() == 2);

		this.jobs.release.countDown();

		// Something that looks once a second would be late at least once
		for (int i = 0; i < 10; i++) {
			this.client.enqueue("hang", "a");
			assertThat(this.jobs.started.poll(500, TimeUnit.MILLISECONDS)).isEqualTo("a");
		}
	}

	@Test
	void performsAsManyJobsAtOnceAsItIsToldTo() throws InterruptedException {
		start(2);
		for (int i = 0; i < 3; i++) {
			this.client.enqueue("hang", "job");
		}

		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(this.jobs.started.poll(300, TimeUnit.MILLISECONDS)).isNull();
	}

	@Test
	void twoWorkersNeverRunTheSameJob() {
		start(3);
		start(3);

		IntStream.range(0, 500).forEach((i) -> this.client.enqueue("record", "job " + i));

		await().atMost(SOON).until(() -> this.jobs.order.size() >= 500 && list("queue:default").isEmpty());
		assertThat(this.jobs.runs).hasSize(500);
		assertThat(this.jobs.order).hasSize(500);
	}

	@Test
	void promotesScheduledJobThatIsDue() {
		this.template.opsForZSet()
			.add("schedule", "{\"retry\":true,\"queue\":\"default\",\"class\":\"record\",\"args\":[\"a\"],\"x\":1e3}",
					(double) Instant.now().minusSeconds(1).getEpochSecond());

		start(1);

		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);
		assertThat(sortedSet("schedule")).isEmpty();
	}

	@Test
	void twoWorkersNeverPromoteTheSameJob() {
		IntStream.range(0, 1_000)
			.forEach((i) -> this.template.opsForZSet()
				.add("schedule", "{\"class\":\"record\",\"args\":[\"job %d\"]}".formatted(i), 1));

		start(2);
		start(2);
		start(2);

		await().atMost(SOON).until(() -> this.jobs.runs.size() == 1_000 && list("queue:default").isEmpty());
		this.workers.forEach(WorkerLauncher::stop);
		assertThat(this.jobs.order).hasSize(1_000);
	}

	@Test
	void promotesByTheClockOfTheServer() {
		this.clock = () -> Instant.now().plus(Duration.ofHours(1));
		this.template.opsForZSet()
			.add("schedule", "{\"class\":\"record\",\"args\":[\"a\"]}",
					(double) Instant.now().plusSeconds(600).getEpochSecond());
		this.template.opsForZSet().add("schedule", "{\"class\":\"record\",\"args\":[\"b\"]}", 1);

		start(1);

		await().atMost(SOON).until(() -> this.jobs.runs("b") == 1);
		assertThat(this.jobs.runs("a")).isZero();
		assertThat(sortedSet("schedule")).hasSize(1);
	}

	@Test
	void acknowledgesManyJobsByOneCommand() {
		IntStream.range(0, 5_000).forEach((i) -> this.client.enqueue("record", "job " + i));
		long before = scriptCalls();

		start(2);

		await().atMost(SOON).until(() -> this.jobs.runs.size() == 5_000);
		assertThat(scriptCalls() - before).isLessThan(2_500);
	}

	@Test
	void leavesScheduledJobThatIsNotDue() {
		this.template.opsForZSet()
			.add("schedule", "{\"class\":\"record\",\"args\":[\"a\"]}",
					(double) Instant.now().plusSeconds(60).getEpochSecond());
		start(1);
		this.template.opsForZSet().add("schedule", "{\"class\":\"record\",\"args\":[\"b\"]}", 1);

		await().atMost(SOON).until(() -> this.jobs.runs("b") == 1);

		assertThat(sortedSet("schedule")).containsExactly("{\"class\":\"record\",\"args\":[\"a\"]}");
	}

	private long scriptCalls() {
		try (RedisConnection connection = server.connectionFactory().getConnection()) {
			String calls = Objects.requireNonNull(connection.serverCommands().info("commandstats"))
				.getProperty("cmdstat_evalsha", "calls=0,");
			return Long.parseLong(calls.replaceAll("calls=(\\d+),.*", "$1"));
		}
	}

	@Test
	void runsAgainAfterStop() {
		WorkerLauncher worker = start(1);
		worker.stop();
		this.client.enqueue("record", "a");

		worker.start();

		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);
		assertThat(worker.isRunning()).isTrue();
	}

}
