package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.queue.worker.WorkerSettings.UnknownTypes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class WorkerFailureTests extends WorkerFixture {

	@Test
	void sendsJobThatThrowsToRetrySet() {
		this.jobs.failure = new IllegalArgumentException("no such order");
		long before = Instant.now().getEpochSecond();
		start(1);

		String jid = this.client.enqueue("record", "a");

		await().atMost(SOON).until(() -> sortedSet("retry").size() == 1);
		assertThat(sortedSet("retry")).singleElement()
			.asString()
			.matches(("\\{\"retry\":true,\"queue\":\"default\",\"class\":\"record\",\"args\":\\[\"a\"],\"jid\":\"%s\","
					+ "\"created_at\":\\d{13},\"enqueued_at\":\\d{13},\"error_message\":\"no such order\","
					+ "\"error_class\":\"java.lang.IllegalArgumentException\",\"failed_at\":\\d{13},\"retry_count\":0}")
				.formatted(jid));
		assertThat(this.template.opsForZSet().score("retry", sortedSet("retry").get(0))).isBetween(before + 60d,
				before + 75d);
		assertThat(list("valkey-flavors:in-hand:" + onlyIdentity() + ":default")).isEmpty();
	}

	@Test
	void runsFailedJobAgain() {
		this.jobs.failure = new IllegalStateException("not yet");
		this.retryDelay = (count, job, failure) -> Duration.ZERO;
		start(1);
		this.client.enqueue("record", "a");
		await().atMost(SOON).until(() -> this.jobs.runs("a") >= 2);

		this.jobs.failure = null;

		await().atMost(SOON)
			.until(() -> sortedSet("retry").isEmpty() && list("queue:default").isEmpty()
					&& list("valkey-flavors:in-hand:" + onlyIdentity() + ":default").isEmpty());
	}

	@Test
	void sendsJobWithoutRetriesToDeadSet() {
		this.jobs.failure = new IllegalArgumentException("no such order");
		start(1);

		this.client.enqueue("urgent", "a");

		await().atMost(SOON).until(() -> sortedSet("dead").size() == 1);
		assertThat(sortedSet("dead").get(0)).contains("\"error_message\":\"no such order\"");
		assertThat(sortedSet("retry")).isEmpty();
	}

	@Test
	void drainsServerThatIsFull() {
		start(1);
		this.client.enqueue("hang", "first");
		IntStream.range(0, 20).forEach((i) -> this.client.enqueue("record", "job" + i));
		await().atMost(SOON).until(() -> this.jobs.started.size() == 1);
		limitMemory("100kb");
		try {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> this.client.enqueue("record", "more"));

			this.jobs.release.countDown();

			await().atMost(SOON).until(() -> this.jobs.order.size() == 21);
		}
		finally {
			limitMemory("0");
		}
	}

	@Test
	void raisesAlarmOnceWhileServerIsFull(CapturedOutput output) {
		start(1);
		await().atMost(SOON).until(() -> onlyIdentity() != null);
		limitMemory("100kb");
		try {
			await().atMost(SOON).until(() -> state().serverFull());
			await().during(Duration.ofMillis(700)).atMost(SOON).until(() -> state().serverFull());
		}
		finally {
			limitMemory("0");
		}

		await().atMost(SOON).until(() -> !state().serverFull());
		assertThat(output.toString().split("The queue server is full", -1)).hasSize(2);
	}

	@Test
	void logsUnknownTypeOnce(CapturedOutput output) {
		this.unknownTypes = UnknownTypes.DEAD;
		start(1);

		this.client.enqueue("HardJob", 1);
		this.client.enqueue("HardJob", 2);

		await().atMost(SOON).until(() -> state().unknown() == 2 && sortedSet("dead").size() == 2);
		assertThat(output.toString().split("is declared for type 'HardJob' of queue 'default'", -1)).hasSize(2);
	}

	private void limitMemory(String limit) {
		try (RedisConnection connection = server.connectionFactory().getConnection()) {
			connection.serverCommands().setConfig("maxmemory", limit);
		}
	}

	@Test
	void keepsTenThousandJobsInDeadSet() {
		IntStream.range(0, 10_001)
			.forEach((i) -> this.template.opsForZSet()
				.add("dead", "job " + i, (double) Instant.now().getEpochSecond() - 1));
		this.jobs.failure = new IllegalArgumentException("no such order");
		start(1);

		this.client.enqueue("urgent", "a");

		await().atMost(SOON).until(() -> Long.valueOf(10_000).equals(this.template.opsForZSet().zCard("dead")));
		assertThat(sortedSet("dead").get(9_999)).contains("no such order");
	}

	@Test
	void forgetsDeadJobsAfter180Days() {
		this.template.opsForZSet()
			.add("dead", "old", (double) Instant.now().minus(Duration.ofDays(181)).getEpochSecond());
		this.jobs.failure = new IllegalArgumentException("no such order");
		start(1);

		this.client.enqueue("urgent", "a");

		await().atMost(SOON).until(() -> sortedSet("dead").stream().anyMatch((job) -> job.contains("no such order")));
		assertThat(sortedSet("dead")).doesNotContain("old");
	}

	@Test
	void discardsJobThatIsNeverRetried() {
		this.jobs.failure = new IllegalArgumentException("no such order");
		start(1);

		this.client.enqueue("never", "a");

		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);
		this.workers.get(0).stop();
		assertThat(this.template.keys("*")).noneMatch((key) -> key.matches("queue:.*|retry|dead|valkey-flavors:.*"));
	}

	@Test
	void leavesJobOfUnknownTypeToOthers() {
		start(1);

		this.client.enqueue("HardJob", 1);
		this.client.enqueue("record", "a");

		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1 && state().unknown() > 1);
		this.workers.get(0).stop();
		assertThat(list("queue:default")).singleElement().asString().contains("HardJob").doesNotContain("error");
	}

	@Test
	void sendsJobOfUnknownTypeToDeadSetIfToldTo() {
		this.unknownTypes = UnknownTypes.DEAD;
		start(1);

		this.client.enqueue("HardJob", 1);

		await().atMost(SOON).until(() -> sortedSet("dead").size() == 1);
		assertThat(sortedSet("dead").get(0))
			.contains("\"error_class\":\"io.github.valkeyflavors.queue.UnknownJobTypeException\"", "type 'HardJob'");
	}

	@Test
	void sendsJobWithWrongArgumentsToDeadSetAtOnce() {
		start(1);

		this.client.enqueue("record", "a", "b");

		await().atMost(SOON).until(() -> sortedSet("dead").size() == 1);
		assertThat(sortedSet("dead").get(0)).contains("JobArgumentException", "has more arguments than");
	}

	@Test
	void sendsEntryThatIsNoJobToDeadSet() {
		start(1);

		this.template.opsForList().leftPush("queue:default", "no JSON");

		await().atMost(SOON).until(() -> sortedSet("dead").contains("no JSON"));
		await().atMost(SOON).until(() -> list("valkey-flavors:in-hand:" + onlyIdentity() + ":default").isEmpty());
	}

	@Test
	void sendsScheduledEntryThatIsNoJobToDeadSet() {
		this.template.opsForZSet().add("schedule", "no JSON", 1);

		start(1);

		await().atMost(SOON).until(() -> sortedSet("dead").contains("no JSON"));
		assertThat(sortedSet("schedule")).isEmpty();
	}

	@Test
	void performsNextJobAfterError() {
		this.jobs.failure = new IllegalStateException("first");
		start(1);
		this.client.enqueue("record", "a");
		await().atMost(SOON).until(() -> sortedSet("retry").size() == 1);
		this.jobs.failure = null;

		this.client.enqueue("record", "b");

		await().atMost(SOON).until(() -> this.jobs.runs("b") == 1);
	}

}
