package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.JobInterceptor;
import io.github.valkeyflavors.queue.JobOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a worker makes of odd servers, payloads and code of the application.
 */
class WorkerRobustnessTests extends WorkerFixture {

	@Test
	void returnsJobsTakenAheadAlthoughServerWasAwayWhenItWasTime() throws InterruptedException {
		this.lostAfter = Duration.ofSeconds(60);
		for (int i = 0; i < 3_000; i++) {
			this.client.enqueue("record", "short");
		}
		for (int i = 0; i < 50; i++) {
			this.client.enqueue("hang", "long");
		}
		start(1);
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("long");

		server.stop();
		// What the give-back after a second cannot do
		assertThat(this.jobs.started.poll(2, TimeUnit.SECONDS)).isNull();
		server.start();

		await().ignoreExceptions().atMost(Duration.ofSeconds(20)).until(() -> list("queue:default").size() == 49);
	}

	@Test
	void retriesJobWhoseErrorHasNoReadableMessage() {
		this.jobs.failure = new IllegalStateException() {

			@Override
			public String getMessage() {
				throw new UnsupportedOperationException("no message");
			}

		};
		start(1);

		this.client.enqueue("record", "a");

		await().atMost(SOON).until(() -> sortedSet("retry").size() == 1);
		assertThat(this.jobs.runs("a")).isEqualTo(1);
	}

	@Test
	void replacesDelayThatIsTooLong() {
		this.jobs.failure = new IllegalStateException("broken");
		this.retryDelay = (count, job, failure) -> Duration.ofSeconds(Long.MAX_VALUE);
		start(1);

		this.client.enqueue("record", "a");

		await().atMost(SOON).until(() -> sortedSet("retry").size() == 1);
		assertThat(this.jobs.runs("a")).isEqualTo(1);
	}

	@Test
	void replacesDelayThatEndsInError() {
		this.jobs.failure = new IllegalStateException("broken");
		this.retryDelay = (count, job, failure) -> {
			throw new NoClassDefFoundError("of the application");
		};
		start(1);

		this.client.enqueue("record", "a");

		await().atMost(SOON).until(() -> sortedSet("retry").size() == 1);
	}

	@Test
	void ignoresAbsurdNumbersInPayload() {
		start(1);

		this.template.opsForList()
			.leftPush("queue:default", "{\"class\":\"record\",\"args\":[\"a\"],\"jid\":\"b\","
					+ "\"expiry\":1e2147483647,\"retry_for\":1e999999999,\"retry_count\":-2}");

		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);
	}

	@Test
	void retriesJobWithAbsurdRetryCount() {
		this.jobs.failure = new IllegalStateException("broken");
		this.retryDelay = (count, job, failure) -> Duration.ofSeconds(-1);
		start(1);

		this.template.opsForList()
			.leftPush("queue:default", "{\"class\":\"record\",\"args\":[\"a\"],\"retry\":true,\"retry_count\":-3}");

		await().atMost(SOON).until(() -> sortedSet("retry").size() == 1);
	}

	@Test
	void threadThatIsInterruptedBetweenJobsGoesOn() {
		AtomicReference<Thread> thread = new AtomicReference<>();
		this.interceptors.add(new JobInterceptor() {

			@Override
			public void perform(JobContext job, Perform next) throws Throwable {
				thread.set(Thread.currentThread());
				next.perform();
			}

		});
		start(1);
		this.client.enqueue("record", "a");
		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1 && state().busy() == 0);

		Objects.requireNonNull(thread.get()).interrupt();
		this.client.enqueue("record", "b");

		await().atMost(SOON).until(() -> this.jobs.runs("b") == 1);
	}

	@Test
	void beatsOnAfterErrorOfDeathHandler() {
		this.deathHandlers.add((job, failure) -> {
			throw new NoClassDefFoundError("of the application");
		});
		lose("low", "{\"class\":\"record\",\"args\":[\"1\"],\"jid\":\"1\",\"recovery_count\":3}");
		start(1, "low");
		await().atMost(SOON).until(() -> sortedSet("dead").size() == 1);

		Object before = this.template.opsForHash().get(state().identity(), "beat");

		await().atMost(SOON)
			.until(() -> !Objects.equals(before, this.template.opsForHash().get(state().identity(), "beat")));
	}

	@Test
	void tellsNobodyThatJobOfLostClaimDied() throws InterruptedException {
		List<String> died = new CopyOnWriteArrayList<>();
		this.deathHandlers.add((job, failure) -> died.add(job.jid()));
		start(1);
		this.client.with(JobOptions.NONE.retry(0)).enqueue("hang", "a");
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
		this.template.opsForList().rightPop("valkey-flavors:in-hand:" + onlyIdentity() + ":default");
		this.jobs.failure = new IllegalStateException("broken");

		this.jobs.release.countDown();

		await().atMost(SOON).until(() -> state().lostClaims() == 1 && state().busy() == 0);
		this.workers.get(0).stop();
		assertThat(sortedSet("dead")).isEmpty();
		assertThat(died).isEmpty();
	}

	@Test
	void idleThreadTakesOneLongJobOfSeveralQueues() throws InterruptedException {
		this.blockTime = Duration.ofSeconds(1);
		start(1, "a", "b", "c");
		await().atMost(SOON).until(() -> blockedClients() == 3);
		for (String queue : List.of("a", "b", "c")) {
			this.template.opsForList()
				.leftPush("queue:" + queue, "{\"class\":\"hang\",\"args\":[\"a\"],\"jid\":\"" + queue + "\"}");
		}

		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");

		await().atMost(SOON).until(() -> inHand("a") + inHand("b") + inHand("c") == 1);
	}

	@Test
	void obeysSignalAlthoughOneLostProcessCannotBeHelped() {
		this.template.opsForHash().put("valkey-flavors:workers", "gone:1:a", "{\"queues\":{\"low\":1},\"beat_at\":1}");
		this.template.opsForValue().set("valkey-flavors:in-hand:gone:1:a:low", "no list");
		start(1, "default");
		await().atMost(SOON).until(() -> this.template.opsForHash().hasKey(state().identity(), "beat"));

		this.template.opsForList().leftPush(state().identity() + "-signals", "TSTP");

		await().atMost(SOON).until(() -> state().quiet());
	}

	@Test
	void helpsOneLostProcessAlthoughAnotherCannotBeHelped() {
		this.template.opsForHash().put("valkey-flavors:workers", "gone:0:a", "{\"queues\":{\"low\":1},\"beat_at\":1}");
		this.template.opsForValue().set("valkey-flavors:in-hand:gone:0:a:low", "no list");
		lose("low", "{\"class\":\"record\",\"args\":[\"1\"],\"jid\":\"1\"}");

		start(1, "low");

		await().atMost(SOON).until(() -> this.jobs.runs("1") == 1);
	}

	@Test
	void jobMayRenameItsThread() {
		this.interceptors.add(new JobInterceptor() {

			@Override
			public void perform(JobContext job, Perform next) throws Throwable {
				Thread.currentThread().setName("order " + job.jid());
				next.perform();
			}

		});
		start(1);
		for (int i = 0; i < 20; i++) {
			this.client.enqueue("record", "a");
		}

		await().atMost(SOON).until(() -> this.jobs.runs("a") == 20 && state().busy() == 0);
	}

	@Test
	void jobMayStopItsWorker() {
		this.shutdownTimeout = Duration.ofSeconds(60);
		this.interceptors.add(new JobInterceptor() {

			@Override
			public void perform(JobContext job, Perform next) {
				WorkerRobustnessTests.this.workers.get(0).stop();
			}

		});
		WorkerLauncher worker = start(1);

		this.client.enqueue("record", "a");

		await().atMost(SOON).until(() -> !worker.isRunning());
		assertThat(list("queue:default")).hasSize(1);
	}

	@Test
	void stopOfInterruptedThreadWaitsForJobs() throws InterruptedException {
		WorkerLauncher worker = start(1);
		this.client.enqueue("hang", "a");
		this.jobs.started.poll(10, TimeUnit.SECONDS);
		Thread stop = new Thread(() -> {
			Thread.currentThread().interrupt();
			worker.stop();
		});
		stop.start();

		await().atMost(SOON).until(() -> state().quiet());
		this.jobs.release.countDown();
		stop.join(10_000);

		assertThat(this.jobs.runs("a")).isEqualTo(1);
		assertThat(list("queue:default")).isEmpty();
	}

	@Test
	void promotesOthersAlthoughOneQueueIsNoList() {
		this.template.opsForValue().set("queue:odd", "no list");
		this.template.opsForZSet().add("schedule", "{\"class\":\"record\",\"args\":[\"a\"],\"queue\":\"odd\"}", 1);
		this.template.opsForZSet().add("schedule", "{\"class\":\"record\",\"args\":[\"b\"]}", 2);

		start(1);

		await().atMost(SOON).until(() -> this.jobs.runs("b") == 1);
		assertThat(sortedSet("dead")).singleElement().asString().contains("\"queue\":\"odd\"");
	}

	@Test
	void jobTakenBeforeALossDoesNotStartAfterIt() {
		TestClock clock = new TestClock();
		Work before = new Work("default", new byte[0], clock.getAsLong());
		clock.advance(Duration.ofSeconds(1));

		Heartbeat heartbeat = new Heartbeat(TestClock.INFO, Map.of(), Duration.ofSeconds(60), InstantSource.system(),
				clock, () -> {
					throw new IllegalStateException();
				});

		assertThat(heartbeat.covers(before)).isFalse();
		assertThat(heartbeat.covers(new Work("default", new byte[0], clock.getAsLong()))).isTrue();
	}

	private void lose(String queue, String job) {
		this.template.opsForHash()
			.put("valkey-flavors:workers", "gone:1:a", "{\"queues\":{\"%s\":1},\"beat_at\":1}".formatted(queue));
		this.template.opsForList().leftPush("valkey-flavors:in-hand:gone:1:a:" + queue, job);
	}

	private int inHand(String queue) {
		return list("valkey-flavors:in-hand:" + state().identity() + ":" + queue).size();
	}

}
