package io.github.valkeyflavors.queue.outage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.queue.protocol.JobPayload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of jobs that are kept when the application stops.
 */
@ExtendWith(OutputCaptureExtension.class)
class BacklogKeeperTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	private Path file;

	private StringRedisTemplate template;

	@BeforeEach
	void connect() {
		this.file = this.folder.resolve("jobs");
		this.template = server.template();
	}

	@AfterEach
	void makeRoom() {
		setMaxMemory("0");
	}

	@Test
	void waitsForServerAtStop() {
		OutageJobSink sink = started(null, Duration.ofSeconds(10));
		setMaxMemory("1");
		sink.push(NewJobs.jobs("job", 3));
		setMaxMemory("0");

		sink.stop();

		assertThat(jids()).containsExactly("job0", "job1", "job2");
	}

	@Test
	void saysWhichJobsAreLost(CapturedOutput output) {
		OutageJobSink sink = started(null, Duration.ofMillis(100));
		setMaxMemory("1");
		sink.push(NewJobs.jobs("job", 25));

		sink.stop();

		// Those of an attempt that is under way at the stop are marked as perhaps pushed
		assertThat(output).contains("25 jobs are lost")
			.containsPattern("Jobs 1 to 20 of 25: some job0( \\(perhaps pushed\\))?, some job1\\b")
			.containsPattern("Jobs 21 to 25 of 25: some job20\\b");
		assertThat(sink.state().dropped()).isEqualTo(25);
	}

	@Test
	void leavesJobsInFileForNextStart(CapturedOutput output) {
		OutageJobSink sink = started(this.file, Duration.ofMillis(100));
		setMaxMemory("1");
		sink.push(NewJobs.jobs("job", 3));
		sink.stop();
		assertThat(output).contains("3 jobs are kept in '%s'".formatted(this.file)).doesNotContain("lost");
		setMaxMemory("0");

		OutageJobSink next = started(this.file, Duration.ofMillis(100));

		await().atMost(SOON).untilAsserted(() -> assertThat(jids()).containsExactly("job0", "job1", "job2"));
		await().atMost(SOON).until(() -> !Files.exists(this.file));
		next.stop();
	}

	@Test
	void pushesJobsOfFileBeforeNewOnes() {
		OutageJobSink sink = started(this.file, Duration.ofMillis(100));
		setMaxMemory("1");
		sink.push(NewJobs.jobs("job", 3));
		sink.stop();
		setMaxMemory("0");

		OutageJobSink next = started(this.file, Duration.ofMillis(100));
		next.push(List.of(NewJobs.job("new")));

		await().atMost(SOON).untilAsserted(() -> assertThat(jids()).containsExactly("job0", "job1", "job2", "new"));
		next.stop();
	}

	@Test
	void pushesJobsOfFileOnceWhenTwoStart() {
		OutageJobSink sink = started(this.file, Duration.ofMillis(100));
		setMaxMemory("1");
		sink.push(NewJobs.jobs("job", 3));
		sink.stop();

		OutageJobSink one = started(this.file, Duration.ofMillis(100));
		OutageJobSink other = started(this.file, Duration.ofMillis(100));
		setMaxMemory("0");

		await().atMost(SOON).until(() -> one.state().jobs() == 0 && other.state().jobs() == 0);
		assertThat(jids()).containsExactly("job0", "job1", "job2");
		await().atMost(SOON).until(() -> !Files.exists(this.file));
		one.stop();
		other.stop();
	}

	@Test
	void keepsJobsOfFileWhenServerIsStillAwayAtNextStop() throws Exception {
		setMaxMemory("1");
		OutageJobSink sink = started(this.file, Duration.ofMillis(100));
		sink.push(NewJobs.jobs("job", 3));
		sink.stop();
		OutageJobSink next = started(this.file, Duration.ofMillis(100));
		next.push(List.of(NewJobs.job("new")));
		next.stop();

		assertThat(new BacklogFile(this.file).read()).extracting(NewJob::jid)
			.containsExactly("job0", "job1", "job2", "new");
	}

	@Test
	void saysWhichJobsAreLostWhenFileCannotBeWritten(CapturedOutput output) throws Exception {
		OutageJobSink sink = started(this.folder.resolve("gone/jobs"), Duration.ofMillis(100));
		setMaxMemory("1");
		sink.push(NewJobs.jobs("job", 1));

		sink.stop();

		assertThat(output).contains("cannot be written").contains("1 job is lost").contains("some job0");
	}

	@Test
	void mayBeStartedAgain() {
		OutageJobSink sink = started(null, Duration.ofMillis(100));
		sink.stop();
		sink.start();
		setMaxMemory("1");

		sink.push(NewJobs.jobs("job", 1));

		setMaxMemory("0");
		await().atMost(SOON).untilAsserted(() -> assertThat(jids()).containsExactly("job0"));
		sink.stop();
	}

	private static OutageJobSink started(@Nullable Path file, Duration stopTimeout) {
		OutageSettings settings = new OutageSettings(Duration.ofMillis(250), 1_000, 1_000_000, stopTimeout, file);
		OutageJobSink sink = new OutageJobSink(server.connectionFactory(), settings, (job) -> null,
				InstantSource.system());
		sink.start();
		return sink;
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
