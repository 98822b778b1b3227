package io.github.valkeyflavors.it.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.queue.JobClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code kill -9} of an application with jobs in hand loses none, and one that is only
 * paused notices that others have them.
 */
@ValkeyServers
class KilledWorkerIT {

	private static final int JOBS = 60;

	private static final int CONCURRENCY = 5;

	private static final Set<String> ALL_DONE = IntStream.range(0, JOBS)
		.mapToObj((number) -> "done " + number)
		.collect(Collectors.toCollection(TreeSet::new));

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private final List<Process> workers = new ArrayList<>();

	@TempDir
	Path folder;

	@AfterEach
	void stopWorkers() {
		this.workers.forEach((worker) -> worker.destroyForcibly().onExit().join());
	}

	@Test
	void losesNoJobOfAKilledApplication(Servers servers) throws IOException {
		Server queue = servers.server("queue");
		enqueue(queue);
		Process killed = startWorker(queue);
		await().atMost(PATIENCE).until(() -> lines("began ").size() == CONCURRENCY);

		killed.destroyForcibly().onExit().join();

		assertThat(inHand(queue)).as("jobs in hand when the process was killed").isEqualTo(CONCURRENCY);
		Files.createFile(gate());
		startWorker(queue);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(lines("done ")).isEqualTo(ALL_DONE));
		await().atMost(PATIENCE).until(() -> inHand(queue) == 0);
		assertThat(queue.keys(3)).doesNotContain("queue:default", "retry", "dead");
	}

	@Test
	void noticesThatAPausedApplicationLostItsJobs(Servers servers) throws Exception {
		Server queue = servers.server("queue");
		enqueue(queue);
		Process paused = startWorker(queue);
		await().atMost(PATIENCE).until(() -> lines("began ").size() == CONCURRENCY);

		signal("STOP", paused);
		Files.createFile(gate());
		startWorker(queue);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(lines("done ")).isEqualTo(ALL_DONE));
		signal("CONT", paused);

		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(Files.readString(log())).contains("jobs ended that were not in hand"));
		await().atMost(PATIENCE).until(() -> inHand(queue) == 0);
		assertThat(queue.keys(3)).doesNotContain("queue:default", "retry", "dead");
	}

	private static void signal(String signal, Process process) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).inheritIO().start();
		assertThat(kill.waitFor()).isZero();
	}

	private Path log() {
		return this.folder.resolve("worker.log");
	}

	private void enqueue(Server queue) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(RecordingJobs.class)
			.run(arguments(queue, "--valkey.queue.worker.enabled=false"))) {
			JobClient jobs = context.getBean(JobClient.class);
			IntStream.range(0, JOBS).forEach((number) -> jobs.enqueue("record", number));
		}
	}

	private Process startWorker(Server queue) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path"), RecordingJobs.class.getName()));
		command.addAll(List.of(arguments(queue, "--valkey.queue.worker.concurrency=" + CONCURRENCY)));
		Process worker = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
			.start();
		this.workers.add(worker);
		return worker;
	}

	private String[] arguments(Server queue, String argument) {
		return new String[] { argument, "--spring.main.web-application-type=none",
				"--recorder.file=" + this.folder.resolve("jobs.txt"), "--recorder.gate=" + gate(),
				"--REDIS_QUEUE_HOST=" + queue.host(), "--REDIS_QUEUE_PORT=" + queue.port(),
				"--valkey.queue.worker.heartbeat-interval=200ms", "--valkey.queue.worker.lost-after=1s" };
	}

	private Path gate() {
		return this.folder.resolve("gate");
	}

	private Set<String> lines(String prefix) throws IOException {
		Path file = this.folder.resolve("jobs.txt");
		if (!Files.exists(file)) {
			return Set.of();
		}
		return Files.readAllLines(file)
			.stream()
			.filter((line) -> line.startsWith(prefix))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static long inHand(Server queue) {
		return queue.keys(3)
			.stream()
			.filter((key) -> key.startsWith("valkey-flavors:in-hand:"))
			.mapToLong((key) -> queue.commands(3).llen(key))
			.sum();
	}

}
