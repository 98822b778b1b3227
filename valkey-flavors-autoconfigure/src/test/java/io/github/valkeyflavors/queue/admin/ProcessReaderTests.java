package io.github.valkeyflavors.queue.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.admin.WorkerProcess.RunningJob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ProcessReaderTests {

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private StringRedisTemplate template;

	private JobQueues queues;

	@BeforeEach
	void connect() {
		QueueFixture fixture = new QueueFixture(server);
		this.template = fixture.template();
		this.queues = fixture.queues();
	}

	@Test
	void knowsNoProcessOfEmptyDatabase() {
		assertThat(this.queues.processes()).isEmpty();
	}

	@Test
	void readsProcessOfSidekiq8() {
		RecordedProcess.writeTo(this.template);

		WorkerProcess process = this.queues.processes().get(0);

		assertThat(process).usingRecursiveComparison()
			.ignoringFields("running")
			.isEqualTo(new WorkerProcess("ruby-host:1:3000e8a869d1", "ruby-host", 1, "shop", List.of("reliable", "eu"),
					"8.1.7", Instant.ofEpochSecond(1795219963, 637_531_800),
					Instant.ofEpochSecond(1795219963, 637_592_300), 3, false, List.of("critical", "default"),
					List.of()));
	}

	@Test
	void readsWhatProcessOfSidekiq8Runs() {
		RecordedProcess.writeTo(this.template);

		RunningJob running = this.queues.processes().get(0).running().get(0);

		assertThat(running.thread()).isEqualTo("oh");
		assertThat(running.queue()).isEqualTo("critical");
		assertThat(running.startedAt()).isEqualTo(Instant.ofEpochSecond(1795219963));
		assertThat(running.job().type()).isEqualTo("LongJob");
		assertThat(running.job().arguments()).isEqualTo("[42,\"ä \\\"x\\\"\"]");
		assertThat(running.job().createdAt()).isEqualTo(Instant.ofEpochMilli(1795219963585L));
	}

	@Test
	void readsPayloadThatIsAnObject() {
		RecordedProcess.writeTo(this.template);
		this.template.opsForHash()
			.put(RecordedProcess.IDENTITY + ":work", "oh",
					"{\"queue\":\"low\",\"payload\":{\"class\":\"a\",\"args\":[1e+20]},\"run_at\":1795219963}");

		assertThat(this.queues.processes().get(0).running()).extracting((running) -> running.job().arguments())
			.containsExactly("[1e+20]");
	}

	@Test
	void readsQueuesOfCapsules() {
		RecordedProcess.writeTo(this.template);
		this.template.opsForHash()
			.put(RecordedProcess.IDENTITY, "info",
					"{\"capsules\":{\"default\":{\"weights\":{\"critical\":2,\"low\":0}},\"single\":{\"weights\":{\"low\":0,\"slow\":0}}}}");

		assertThat(this.queues.processes().get(0).queues()).containsExactly("critical", "low", "slow");
	}

	@Test
	void showsProcessThatSaysNothingOfUse() {
		this.template.opsForSet().add("processes", "host:1:a");
		this.template.opsForHash().put("host:1:a", "info", "garbage");
		this.template.opsForHash().put("host:1:a:work", "t1", "garbage");

		WorkerProcess process = this.queues.processes().get(0);

		assertThat(process.identity()).isEqualTo("host:1:a");
		assertThat(process.beatAt()).isNull();
		assertThat(process.running()).extracting((running) -> running.job().type()).containsExactly("?");
	}

	@Test
	void showsRunningJobsOldestFirst() {
		RecordedProcess.writeTo(this.template);
		for (int i = 1; i <= 3; i++) {
			this.template.opsForHash()
				.put(RecordedProcess.IDENTITY + ":work", "t" + i,
						"{\"queue\":\"q\",\"payload\":\"{}\",\"run_at\":%d}".formatted(1795219963 - i));
		}

		assertThat(this.queues.processes().get(0).running()).extracting(RunningJob::thread)
			.containsExactly("t3", "t2", "t1", "oh");
	}

	@Test
	void showsQuietProcess() {
		RecordedProcess.writeTo(this.template);
		this.template.opsForHash().put(RecordedProcess.IDENTITY, "quiet", "true");

		assertThat(this.queues.processes()).extracting(WorkerProcess::quiet).containsExactly(true);
	}

	@Test
	void readsMoreProcessesThanOneScriptDoes() {
		List<String> identities = IntStream.range(0, 150).mapToObj("host:%03d:a"::formatted).toList();
		for (String identity : identities) {
			this.template.opsForSet().add("processes", identity);
			this.template.opsForHash().put(identity, "info", "{}");
		}

		assertThat(this.queues.processes()).extracting(WorkerProcess::identity).containsExactlyElementsOf(identities);
	}

	@Test
	void forgetsProcessWhoseHashHasExpired() {
		RecordedProcess.writeTo(this.template);
		this.template.opsForSet().add("processes", "host:1:gone");

		assertThat(this.queues.processes()).extracting(WorkerProcess::identity)
			.containsExactly(RecordedProcess.IDENTITY);
		assertThat(this.template.opsForSet().members("processes")).containsExactly(RecordedProcess.IDENTITY);
	}

	@Test
	void asksProcessToBeQuietAsSidekiqDoes() {
		RecordedProcess.writeTo(this.template);

		assertThat(this.queues.quiet(RecordedProcess.IDENTITY)).isTrue();
		assertThat(this.template.opsForList().range(RecordedProcess.IDENTITY + "-signals", 0, -1))
			.containsExactly("TSTP");
	}

	@Test
	void asksProcessToStopAsSidekiqDoes() {
		RecordedProcess.writeTo(this.template);

		assertThat(this.queues.stop(RecordedProcess.IDENTITY)).isTrue();
		assertThat(this.template.opsForList().range(RecordedProcess.IDENTITY + "-signals", 0, -1))
			.containsExactly("TERM");
	}

	@Test
	void signalOfProcessThatDoesNotListenExpires() {
		RecordedProcess.writeTo(this.template);

		this.queues.stop(RecordedProcess.IDENTITY);

		assertThat(Duration.ofSeconds(this.template.getExpire(RecordedProcess.IDENTITY + "-signals")))
			.isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
	}

	@Test
	void asksNoProcessThatIsGone() {
		assertThat(this.queues.stop("host:1:gone")).isFalse();
		assertThat(this.template.keys("*")).isEmpty();
	}

	@Test
	void refusesBlankIdentity() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.queues.quiet(""))
			.withMessage("'identity' must not be empty");
	}

}
