package io.github.valkeyflavors.it.queue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that stops while jobs wait for the server: it waits too, and then says
 * which jobs are lost, or leaves them to the next start.
 */
@ValkeyServers
@ExtendWith(OutputCaptureExtension.class)
class StoppedBufferIT {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private static final String SHORT_STOP = "--valkey.queue.outage.stop-timeout=300ms";

	@TempDir
	Path folder;

	private Servers servers;

	private Server server;

	private TcpProxy proxy;

	@BeforeEach
	void start() {
		this.server = this.servers.server("queue");
		this.server.flushAll();
		this.proxy = TcpProxy.to(this.server);
	}

	@AfterEach
	void stop() {
		this.server.heal();
		this.proxy.close();
	}

	@Test
	void waitsForServerThatComesBackInTime() throws Exception {
		OutageApplication application = OutageApplication.start(this.proxy, OutageApplication.NO_WORKER);
		this.server.freeze();
		List<String> jids = enqueue(application, 10);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(application::close);
		await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
		this.server.thaw();
		closing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

		assertThat(new QueueState(this.server).jids("default")).isEqualTo(jids);
	}

	@Test
	void namesEachJobThatIsLost(CapturedOutput output) {
		OutageApplication application = OutageApplication.start(this.proxy, OutageApplication.NO_WORKER, SHORT_STOP);
		this.server.freeze();
		List<String> jids = enqueue(application, 30);
		application.close();

		assertThat(output).contains("30 jobs are lost");
		assertThat(jids).allSatisfy((jid) -> assertThat(output).contains("buffer " + jid));
	}

	@Test
	void leavesJobsToNextStart() {
		String file = "--valkey.queue.outage.file=" + this.folder.resolve("jobs");
		OutageApplication application = OutageApplication.start(this.proxy, OutageApplication.NO_WORKER, SHORT_STOP,
				file);
		this.server.freeze();
		enqueue(application, 30);
		application.close();
		assertThat(this.folder).isDirectoryContaining("glob:**/jobs");
		this.server.thaw();

		try (OutageApplication next = OutageApplication.start(this.proxy, file)) {
			await().atMost(PATIENCE).until(() -> next.runs().size() >= 30);
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(this.folder).isDirectoryNotContaining("glob:**/jobs"));
			assertThat(next.names())
				.containsExactlyInAnyOrderElementsOf(IntStream.range(0, 30).mapToObj((i) -> "job " + i).toList());
		}
	}

	private static List<String> enqueue(OutageApplication application, int count) {
		return IntStream.range(0, count).mapToObj((i) -> application.jobs().enqueue("buffer", "job " + i)).toList();
	}

}
