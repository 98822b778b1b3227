package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WorkerRecoveryTests extends WorkerFixture {

	@Test
	void jobOfLostProcessRunsElsewhere() throws InterruptedException {
		this.lostAfter = Duration.ofMillis(500);
		LettuceConnectionFactory lost = server.connectionFactory();
		start(lost, 1);
		this.client.enqueue("hang", "a");
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");

		lost.destroy();
		start(1);

		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
	}

	@Test
	void jobsOfLostProcessReturnToHeadOfQueueInOrder() {
		this.template.opsForHash().put("valkey-flavors:workers", "gone:1:a", "{\"queues\":{\"low\":1},\"beat_at\":1}");
		for (int i = 1; i <= 3; i++) {
			this.template.opsForList().leftPush("valkey-flavors:in-hand:gone:1:a:low", job("record", i));
		}
		this.template.opsForList().leftPush("queue:low", job("record", 4));

		start(1, "low");

		await().atMost(SOON).until(() -> this.jobs.order.size() == 4);
		assertThat(this.jobs.order.stream().filter((name) -> !"4".equals(name))).containsExactly("1", "2", "3");
		await().atMost(SOON).until(() -> onlyIdentity() != null && !"gone:1:a".equals(onlyIdentity()));
	}

	@Test
	void jobsOfLivingProcessStayWithIt() {
		this.template.opsForHash().put("valkey-flavors:workers", "other:1:a", "{\"queues\":{\"low\":1},\"beat_at\":1}");
		this.template.opsForValue().set("valkey-flavors:heartbeat:other:1:a", "1", Duration.ofMinutes(1));
		this.template.opsForList().leftPush("valkey-flavors:in-hand:other:1:a:low", job("record", 1));
		start(1, "low");

		await().during(Duration.ofMillis(500)).atMost(SOON).until(() -> this.jobs.runs("1") == 0);

		assertThat(list("valkey-flavors:in-hand:other:1:a:low")).hasSize(1);
	}

	@Test
	void jobThatWasTakenWithoutKnowingRuns() {
		start(1);
		await().atMost(SOON).until(() -> onlyIdentity() != null);

		this.template.opsForList().leftPush("valkey-flavors:in-hand:" + onlyIdentity() + ":default", job("record", 1));

		await().atMost(SOON).until(() -> this.jobs.runs("1") == 1);
	}

	@Test
	void jobInHandIsNotTakenForUnknown() throws InterruptedException {
		start(2);
		this.client.enqueue("hang", "a");
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");

		assertThat(this.jobs.started.poll(600, TimeUnit.MILLISECONDS)).isNull();
	}

	@Test
	void processThatWasForgottenRegistersAgain() {
		start(1);
		await().atMost(SOON).until(() -> onlyIdentity() != null);
		String identity = String.valueOf(onlyIdentity());

		this.template.delete(List.of("valkey-flavors:workers", "valkey-flavors:heartbeat:" + identity));

		await().atMost(SOON).until(() -> identity.equals(onlyIdentity()));
		this.client.enqueue("record", "a");
		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);
	}

	@Test
	void stopGivesUnfinishedJobsBackToHeadOfQueueInOrder() throws InterruptedException {
		this.shutdownTimeout = Duration.ofMillis(100);
		WorkerLauncher worker = start(2);
		this.client.enqueue("hang", "a");
		this.jobs.started.poll(10, TimeUnit.SECONDS);
		this.client.enqueue("hang", "b");
		this.jobs.started.poll(10, TimeUnit.SECONDS);
		this.client.enqueue("hang", "c");

		worker.stop();

		assertThat(list("queue:default")).extracting((job) -> job.replaceAll(".*args\":\\[\"(.)\".*", "$1"))
			.containsExactly("c", "b", "a");
		assertThat(this.template.keys("*")).contains("queue:default")
			.noneMatch((key) -> key.startsWith("valkey-flavors:"));
		assertThat(this.jobs.order).isEmpty();
	}

	@Test
	void stopWaitsForJobInHand() throws InterruptedException {
		WorkerLauncher worker = start(1);
		this.client.enqueue("hang", "a");
		this.jobs.started.poll(10, TimeUnit.SECONDS);
		Thread stop = new Thread(worker::stop);
		stop.start();

		this.jobs.release.countDown();
		stop.join(10_000);

		assertThat(this.jobs.runs("a")).isEqualTo(1);
		assertThat(this.template.keys("*")).noneMatch((key) -> key.matches("queue:.*|valkey-flavors:.*"));
	}

	@Test
	void survivesRestartOfServer() throws InterruptedException {
		start(2);
		this.client.enqueue("hang", "a");
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
		this.client.enqueue("record", "b");
		await().atMost(SOON).until(() -> this.jobs.runs("b") == 1);

		server.stop();
		this.jobs.release.countDown();
		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);
		server.start();
		this.client.enqueue("record", "c");

		await().atMost(SOON).until(() -> this.jobs.runs("c") == 1);
		await().atMost(SOON)
			.until(() -> list("valkey-flavors:in-hand:" + onlyIdentity() + ":default").isEmpty()
					&& list("queue:default").isEmpty());
		assertThat(this.jobs.runs("a")).isEqualTo(1);
	}

	@Test
	void startsWhenServerIsAway() {
		server.stop();

		WorkerLauncher worker = start(1);
		server.start();
		this.client.enqueue("record", "a");

		assertThat(worker.isRunning()).isTrue();
		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);
	}

	private static String job(String type, int argument) {
		return "{\"class\":\"%s\",\"args\":[\"%d\"],\"jid\":\"%d\"}".formatted(type, argument, argument);
	}

}
