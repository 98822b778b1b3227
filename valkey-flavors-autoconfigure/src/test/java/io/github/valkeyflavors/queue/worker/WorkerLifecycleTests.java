package io.github.valkeyflavors.queue.worker;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WorkerLifecycleTests extends WorkerFixture {

	@Test
	void takesNoNewJobWhenQuiet() throws InterruptedException {
		WorkerLauncher worker = start(2);
		this.client.enqueue("hang", "a");
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");

		worker.quiet();
		await().atMost(SOON).until(() -> Objects.requireNonNull(worker.state()).quiet());
		this.client.enqueue("hang", "b");

		assertThat(this.jobs.started.poll(500, TimeUnit.MILLISECONDS)).isNull();
		assertThat(worker.isRunning()).isTrue();
		await().atMost(SOON).until(() -> list("queue:default").size() == 1);
	}

	@Test
	void returnsWhatItTookAheadWhenQuiet() throws InterruptedException {
		WorkerLauncher worker = start(1);
		this.client.enqueue("hang", "a");
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
		this.template.opsForList()
			.leftPush("valkey-flavors:in-hand:" + onlyIdentity() + ":default",
					"{\"class\":\"record\",\"args\":[\"b\"]}");

		worker.quiet();

		await().atMost(SOON).until(() -> list("queue:default").size() == 1);
		assertThat(this.jobs.runs("b")).isZero();
	}

	@Test
	void finishesRunningJobWhenQuiet() throws InterruptedException {
		WorkerLauncher worker = start(1);
		this.client.enqueue("hang", "a");
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
		worker.quiet();

		this.jobs.release.countDown();

		await().atMost(SOON)
			.until(() -> this.jobs.runs("a") == 1
					&& list("valkey-flavors:in-hand:" + onlyIdentity() + ":default").isEmpty());
	}

	@Test
	void obeysQuietSignalOfSidekiq() {
		start(1);
		await().atMost(SOON).until(() -> onlyIdentity() != null);

		this.template.opsForList().leftPush(onlyIdentity() + "-signals", "TSTP");

		await().atMost(SOON).until(() -> state().quiet());
		await().atMost(SOON).until(() -> "true".equals(process().get("quiet")));
	}

	@Test
	void obeysStopSignalOfSidekiq() {
		WorkerLauncher worker = start(1);
		await().atMost(SOON).until(() -> onlyIdentity() != null);

		this.template.opsForList().leftPush(onlyIdentity() + "-signals", "TERM");

		await().atMost(SOON).until(() -> !worker.isRunning());
	}

	@Test
	void listsItselfForSidekiq() throws InterruptedException {
		start(2, "low", "default");
		this.client.enqueue("hang", "a");
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");

		await().atMost(SOON).until(() -> "1".equals(process().get("busy")));

		assertThat(this.template.opsForSet().members("processes")).containsExactly(onlyIdentity());
		assertThat(process()).containsEntry("concurrency", "2")
			.containsEntry("quiet", "false")
			.containsKeys("beat", "rtt_us", "rss");
		assertThat(String.valueOf(process().get("info"))).contains("\"queues\":[\"default\",\"low\"]",
				"\"capsules\":{\"default\":{\"concurrency\":2,\"mode\":\"strict\",\"weights\":{\"low\":0,\"default\":0}}}",
				"\"identity\":\"" + onlyIdentity() + "\"");
		assertThat(this.template.opsForHash().values(onlyIdentity() + ":work")).singleElement()
			.asString()
			.startsWith("{\"queue\":\"default\",\"payload\":\"{\\\"retry\\\":true,")
			.contains("\"run_at\":");
	}

	@Test
	void leavesTheListWhenItStops() {
		WorkerLauncher worker = start(1);
		await().atMost(SOON).until(() -> onlyIdentity() != null);
		String identity = String.valueOf(onlyIdentity());

		worker.stop();

		assertThat(this.template.keys("*")).doesNotContain("processes", identity, identity + ":work",
				"valkey-flavors:workers", "valkey-flavors:heartbeat:" + identity);
	}

	@Test
	void countsForSidekiq() {
		this.jobs.failure = new IllegalStateException("broken");
		WorkerLauncher worker = start(1);
		this.client.enqueue("urgent", "a");
		await().atMost(SOON).until(() -> sortedSet("dead").size() == 1);
		this.jobs.failure = null;
		this.client.enqueue("urgent", "b");
		await().atMost(SOON).until(() -> this.jobs.runs("b") == 1);

		worker.stop();

		assertThat(this.template.opsForValue().multiGet(List.of("stat:processed", "stat:failed"))).containsExactly("2",
				"1");
	}

	private Map<Object, Object> process() {
		return this.template.opsForHash().entries(String.valueOf(onlyIdentity()));
	}

}
