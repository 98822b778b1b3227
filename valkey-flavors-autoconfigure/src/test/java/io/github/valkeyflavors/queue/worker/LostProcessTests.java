package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.perform.FailureRules;
import io.github.valkeyflavors.queue.perform.JobPerformer;
import io.github.valkeyflavors.queue.worker.WorkerSettings.Group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LostProcessTests extends WorkerFixture {

	private static final String OTHER = "gone:1:a";

	@Test
	void countsRecoveriesOfJobsThatMayHaveRun() {
		register(OTHER, 2);
		for (int i = 1; i <= 3; i++) {
			this.template.opsForList().leftPush(hand(OTHER), job("record", i, ""));
		}
		this.template.opsForSet().add("valkey-flavors:paused", "low");

		start(1, "low");

		await().atMost(SOON).until(() -> list("queue:low").size() == 3);
		assertThat(list("queue:low")).satisfiesExactly((third) -> assertThat(third).doesNotContain("recovery_count"),
				(second) -> assertThat(second).contains("\"args\":[\"2\"]", "\"recovery_count\":1"),
				(first) -> assertThat(first).contains("\"args\":[\"1\"]", "\"recovery_count\":1"));
	}

	@Test
	void jobThatEndedTooManyProcessesGoesToDeadSet() {
		List<String> died = new ArrayList<>();
		this.deathHandlers.add((job, failure) -> died.add(job.jid() + " " + failure.getClass().getSimpleName()));
		register(OTHER, 1);
		this.template.opsForList().leftPush(hand(OTHER), job("record", 1, ",\"recovery_count\":3"));

		start(1, "low");

		await().atMost(SOON).until(() -> sortedSet("dead").size() == 1);
		assertThat(sortedSet("dead").get(0)).contains("\"recovery_count\":4",
				"\"error_class\":\"io.github.valkeyflavors.queue.ProcessLostException\"",
				"4 processes that had this job in hand were lost");
		await().atMost(SOON).until(() -> died.contains("1 ProcessLostException"));
		assertThat(this.jobs.order).isEmpty();
	}

	@Test
	void forgetsProcessThatStoppedInOrderAfterAMinute() {
		this.template.opsForHash()
			.put("valkey-flavors:workers", OTHER, "{\"queues\":{\"low\":1},\"beat_at\":%d,\"stopped\":true}"
				.formatted(System.currentTimeMillis() - 61_000));

		start(1, "low");

		await().atMost(SOON).until(() -> onlyIdentity() != null && !OTHER.equals(onlyIdentity()));
	}

	@Test
	void processThatWasPausedNoticesThatItLostItsClaim() throws InterruptedException {
		start(1);
		this.client.enqueue("hang", "a");
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
		String hand = hand(Objects.requireNonNull(onlyIdentity())).replace(":low", ":default");

		// What another process does to one that does not beat
		String job = this.template.opsForList().rightPop(hand);
		this.jobs.release.countDown();

		await().atMost(SOON).until(() -> state().lostClaims() == 1);
		assertThat(job).contains("hang");
		assertThat(list("queue:default")).isEmpty();
	}

	@Test
	void failedJobOfLostClaimDoesNotEnterRetrySet() throws InterruptedException {
		start(1);
		this.client.enqueue("hang", "a");
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
		this.template.opsForList().rightPop(hand(Objects.requireNonNull(onlyIdentity())).replace(":low", ":default"));
		this.jobs.failure = new IllegalStateException("too late");

		this.jobs.release.countDown();

		await().atMost(SOON).until(() -> state().lostClaims() == 1);
		assertThat(sortedSet("retry")).isEmpty();
	}

	@Test
	void jobsTakenAheadDoNotStartWhenHeartbeatIsOverdue() {
		TestClock clock = new TestClock();
		Heartbeat heartbeat = new Heartbeat(TestClock.INFO, Map.of(), Duration.ofSeconds(60), InstantSource.system(),
				clock, () -> {
					throw new IllegalStateException();
				});
		assertThat(heartbeat.isAlive()).isTrue();

		clock.advance(Duration.ofSeconds(61));

		assertThat(heartbeat.isAlive()).isFalse();
	}

	@Test
	void jobThatWasTakenTooLongAgoDoesNotRun() {
		TestClock clock = new TestClock();
		WorkerCounters counters = new WorkerCounters();
		ServerOutage outage = new ServerOutage(clock, null, () -> {
		});
		Heartbeat heartbeat = new Heartbeat(TestClock.INFO, Map.of(), Duration.ofSeconds(60), InstantSource.system(),
				clock, () -> {
					throw new IllegalStateException();
				});
		WorkerProcess process = new WorkerProcess("host:1:a", heartbeat, counters, outage);
		RedisConnectionFactory factory = server.connectionFactory();
		ProgressWriter progress = new ProgressWriter(factory, InstantSource.system(), clock);
		FailureRules rules = new FailureRules(this.retryDelay, List.of());
		Retrier retrier = new Retrier(process.hand(), rules, InstantSource.system());
		Acknowledger acknowledger = new Acknowledger(factory, process.hand(), counters, outage, process.abandoned());
		Processor processor = new Processor(factory, process, this.jobs.methods(), new JobPerformer(List.of()), retrier,
				acknowledger, progress, this.unknownTypes, InstantSource.system());
		Fetcher fetcher = new Fetcher(factory, process,
				new QueueOrder(new Group("g", 1, List.of("low"), Map.of()), new Random(1)), new JobBuffer(1, 0, clock),
				new IdleSignal(), clock);
		Work work = new Work("low", LuaScript.bytes(job("record", 1, "")), clock.getAsLong());
		process.hand().hold(work);

		clock.advance(Duration.ofSeconds(61));
		processor.process(work, fetcher, "slot");

		assertThat(this.jobs.order).isEmpty();
		assertThat(process.hand().heldPayloads()).isEmpty();
	}

	private void register(String identity, int concurrency) {
		this.template.opsForHash()
			.put("valkey-flavors:workers", identity,
					"{\"queues\":{\"low\":%d},\"beat_at\":%d}".formatted(concurrency, System.currentTimeMillis()));
	}

	private static String hand(String identity) {
		return "valkey-flavors:in-hand:" + identity + ":low";
	}

	private static String job(String type, int argument, String fields) {
		return "{\"class\":\"%s\",\"args\":[\"%d\"],\"jid\":\"%d\"%s}".formatted(type, argument, argument, fields);
	}

}
