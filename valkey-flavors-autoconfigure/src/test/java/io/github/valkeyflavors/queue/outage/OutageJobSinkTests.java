package io.github.valkeyflavors.queue.outage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.queue.protocol.JobPayload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link OutageJobSink} on a server that is full, which a client learns from
 * each push alone.
 */
@ExtendWith(OutputCaptureExtension.class)
class OutageJobSinkTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private final List<String> ranInline = Collections.synchronizedList(new ArrayList<>());

	private Function<NewJob, @Nullable Throwable> inlineResult = (job) -> null;

	private StringRedisTemplate template;

	private OutageJobSink sink;

	@BeforeEach
	void connect() {
		this.template = server.template();
		this.sink = sink(OutageSettings.STANDARD);
	}

	private OutageJobSink sink(OutageSettings settings) {
		return new OutageJobSink(server.connectionFactory(), settings, (job) -> {
			this.ranInline.add(job.jid());
			return this.inlineResult.apply(job);
		}, InstantSource.system());
	}

	@AfterEach
	void makeRoom() {
		setMaxMemory("0");
	}

	@Test
	void pushesJobOfEachModeAsPlainSinkDoes() {
		this.sink.push(List.of(NewJobs.job("a", OutageMode.FAIL), NewJobs.job("b", OutageMode.BUFFER),
				NewJobs.job("c", OutageMode.INLINE)));

		assertThat(jids()).containsExactlyInAnyOrder("a", "b", "c");
		assertThat(this.template.opsForSet().members("queues")).containsExactly("default");
		assertThat(Objects.requireNonNull(this.template.opsForList().range("queue:default", 0, -1)))
			.allMatch((payload) -> payload.matches(".*,\"created_at\":1,\"enqueued_at\":\\d+}"));
		assertThat(this.ranInline).isEmpty();
	}

	@Test
	void schedulesJobForLater() {
		Instant due = Instant.now().plusSeconds(3_600);
		this.sink.push(List.of(NewJobs.job("a", "default", OutageMode.BUFFER, due)));

		assertThat(this.template.opsForZSet().rangeWithScores("schedule", 0, -1)).singleElement().satisfies((entry) -> {
			assertThat(JobPayload.parse(Objects.requireNonNull(entry.getValue())).jid()).isEqualTo("a");
			assertThat(entry.getScore()).isCloseTo(due.toEpochMilli() / 1_000d, Offset.offset(0.01));
		});
	}

	@Test
	void pushesJobOnceWhoseIdIsKnown() {
		this.sink.push(List.of(NewJobs.job("a")));
		this.sink.push(List.of(NewJobs.job("a"), NewJobs.job("b"), NewJobs.job("b")));

		assertThat(jids()).containsExactly("a", "b");
	}

	@Test
	void failsWhenServerIsFull() {
		setMaxMemory("1");

		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.sink.push(List.of(NewJobs.job("a", OutageMode.FAIL))));
	}

	@Test
	void keepsJobsUntilThereIsRoom() {
		setMaxMemory("1");
		this.sink.push(NewJobs.jobs("job", 1_500));
		assertThat(this.sink.state().jobs()).isEqualTo(1_500);
		assertThat(this.sink.state().bytes()).isPositive();

		setMaxMemory("0");
		this.sink.push(List.of(NewJobs.job("last")));

		List<String> expected = new ArrayList<>(NewJobs.jobs("job", 1_500).stream().map(NewJob::jid).toList());
		expected.add("last");
		await().atMost(SOON).untilAsserted(() -> assertThat(jids()).isEqualTo(expected));
		assertThat(this.sink.state()).isEqualTo(new BufferState(0, 0, 1_501, 0, 0));
	}

	@Test
	void failsWhenThereIsNoRoomToKeepAllOfThem() {
		OutageJobSink small = sink(settings(3));
		setMaxMemory("1");
		small.push(NewJobs.jobs("job", 2));

		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> small.push(NewJobs.jobs("more", 2)));
		assertThat(small.state().jobs()).isEqualTo(2);
	}

	@Test
	void runsJobInline() {
		setMaxMemory("1");

		this.sink.push(List.of(NewJobs.job("a", OutageMode.INLINE), NewJobs.job("b", OutageMode.INLINE)));

		assertThat(this.ranInline).containsExactly("a", "b");
		assertThat(this.sink.state()).isEqualTo(new BufferState(0, 0, 0, 0, 2));
	}

	@Test
	void runsJobInlineWhileOthersAreKept() {
		setMaxMemory("1");
		this.sink.push(List.of(NewJobs.job("a")));

		this.sink.push(List.of(NewJobs.job("b", OutageMode.INLINE)));

		assertThat(this.ranInline).containsExactly("b");
	}

	@Test
	void keepsJobThatFailsInline(CapturedOutput output) {
		this.inlineResult = (job) -> new IllegalStateException("no mail server");
		setMaxMemory("1");

		this.sink.push(List.of(NewJobs.job("a", OutageMode.INLINE)));

		assertThat(output).contains("job a for queue default failed inline").contains("no mail server");
		setMaxMemory("0");
		await().atMost(SOON).untilAsserted(() -> assertThat(jids()).containsExactly("a"));
	}

	@Test
	void throwsWhenJobFailsInlineAndCannotBeKept() {
		this.inlineResult = (job) -> new IllegalStateException("no mail server");
		OutageJobSink small = sink(settings(0));
		setMaxMemory("1");

		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> small.push(List.of(NewJobs.job("a", OutageMode.INLINE))))
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement()
				.asInstanceOf(InstanceOfAssertFactories.THROWABLE)
				.hasMessage("no mail server"));
	}

	@Test
	void doesNotRunInlineWhatMayHaveArrivedAndFindsNoRoom() {
		OutageJobSink small = sink(settings(0));
		pauseWrites();

		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> small.push(List.of(NewJobs.job("a", OutageMode.INLINE))));

		assertThat(this.ranInline).isEmpty();
	}

	private static void pauseWrites() {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.port())) {
			client.connect()
				.sync()
				.dispatch(CommandType.CLIENT, new StatusOutput<>(StringCodec.UTF8),
						new CommandArgs<>(StringCodec.UTF8).add("PAUSE").add(2_000).add("WRITE"));
		}
	}

	@Test
	void discardsJobThatFailsInlineAndIsNotRetried(CapturedOutput output) {
		this.inlineResult = (job) -> new IllegalStateException("no mail server");
		setMaxMemory("1");
		NewJob job = NewJob.of(JobPayload.parse("{\"retry\":false,\"class\":\"some\",\"args\":[],\"jid\":\"a\"}"), null,
				OutageMode.INLINE);

		this.sink.push(List.of(job));

		assertThat(output).contains("is discarded, as it asks for");
		assertThat(this.sink.state().jobs()).isZero();
	}

	@Test
	void keepsJobForLaterThatMayRunInline() {
		setMaxMemory("1");

		this.sink.push(List.of(NewJobs.job("a", "default", OutageMode.INLINE, Instant.now().plusSeconds(3_600))));

		assertThat(this.ranInline).isEmpty();
		assertThat(this.sink.state().jobs()).isOne();
	}

	@Test
	void failsAtOnceWhenQueueIsNoList() {
		this.template.opsForValue().set("queue:default", "x");

		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.sink.push(List.of(NewJobs.job("a"))));
		assertThat(this.sink.state().jobs()).isZero();
		assertThat(this.template.hasKey("valkey-flavors:pushed")).isFalse();
	}

	@Test
	void dropsJobsThatAreRefusedForGoodAndPushesTheRest(CapturedOutput output) {
		setMaxMemory("1");
		this.sink.push(List.of(NewJobs.job("a", "broken", OutageMode.BUFFER, null), NewJobs.job("b")));
		setMaxMemory("0");
		this.template.opsForValue().set("queue:broken", "x");

		await().atMost(SOON).untilAsserted(() -> assertThat(jids()).containsExactly("b"));
		assertThat(output).contains("1 job is refused by the queue server, and lost").contains("some a");
		assertThat(this.sink.state().dropped()).isOne();
	}

	@Test
	void forgetsIdsOfPushesThatWereAcknowledged() {
		for (int i = 0; i < 50; i++) {
			this.sink.push(List.of(NewJobs.job("job" + i)));
		}

		assertThat(this.template.opsForZSet().size("valkey-flavors:pushed")).isOne();
		assertThat(this.template.getExpire("valkey-flavors:pushed")).isPositive();
	}

	@Test
	void keepsJobsWhileServerIsDown() {
		this.sink.push(List.of(NewJobs.job("first")));
		server.stop();
		this.sink.push(NewJobs.jobs("job", 3));
		this.sink.push(List.of(NewJobs.job("inline", OutageMode.INLINE)));
		server.start();

		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(jids()).contains("first", "job0", "job1", "job2"));
		assertThat(jids()).doesNotHaveDuplicates();
	}

	private static OutageSettings settings(int bufferJobs) {
		return new OutageSettings(Duration.ofMillis(250), bufferJobs, 1_000_000, Duration.ofMillis(200), null);
	}

	private List<String> jids() {
		List<String> payloads = new ArrayList<>(
				Objects.requireNonNull(this.template.opsForList().range("queue:default", 0, -1)));
		Collections.reverse(payloads);
		return payloads.stream().map((payload) -> JobPayload.parse(payload).jid()).toList();
	}

	private void setMaxMemory(String bytes) {
		try (RedisConnection connection = this.template.getRequiredConnectionFactory().getConnection()) {
			connection.serverCommands().setConfig("maxmemory", bytes);
		}
	}

}
