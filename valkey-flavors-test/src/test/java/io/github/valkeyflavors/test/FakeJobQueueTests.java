package io.github.valkeyflavors.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.InstantSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.worker.WorkerLauncher;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = "valkey.queue.worker.enabled=true")
@FakeJobQueue
class FakeJobQueueTests {

	private static final ServerSocketChannel server = listen();

	private final JobClient client;

	private final FakeJobs jobs;

	@Autowired
	FakeJobQueueTests(JobClient client, FakeJobs jobs) {
		this.client = client;
		this.jobs = jobs;
	}

	private static ServerSocketChannel listen() {
		try {
			ServerSocketChannel channel = ServerSocketChannel.open();
			channel.configureBlocking(false);
			return channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("valkey.host", () -> "127.0.0.1");
		registry.add("valkey.port", () -> server.socket().getLocalPort());
	}

	@AfterAll
	static void close() throws IOException {
		server.close();
	}

	@Test
	void connectsToNoServer() throws IOException {
		this.client.enqueue("order_confirmation", 1);
		this.jobs.drain();

		assertThat(server.accept()).isNull();
	}

	@Test
	void startsNoWorker(@Autowired ObjectProvider<WorkerLauncher> worker) {
		assertThat(worker.stream()).isEmpty();
	}

	@Test
	void leavesClocksToTheApplication(@Autowired ObjectProvider<InstantSource> clocks) {
		assertThat(clocks.stream()).isEmpty();
	}

	@RepeatedTest(2)
	void startsEachTestWithoutJobs() {
		assertThat(this.jobs).hasEnqueuedNothing();

		this.client.enqueue("order_confirmation", 1);
		this.jobs.advance(Duration.ofDays(1));
	}

	@Test
	void startsEachTestAtTheTimeOfTheSystem() {
		assertThat(this.jobs.now()).isBetween(InstantSource.system().instant().minus(Duration.ofHours(1)),
				InstantSource.system().instant());
	}

	@Nested
	class InNestedClass {

		@Test
		void appliesToo(@Autowired FakeJobs nested) {
			FakeJobQueueTests.this.client.enqueue("order_confirmation", 1);

			assertThat(nested.jobs()).hasSize(1);
		}

	}

}
