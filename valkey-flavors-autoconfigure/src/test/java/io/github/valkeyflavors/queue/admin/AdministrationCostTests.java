package io.github.valkeyflavors.queue.admin;

import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.queue.LocalServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What administration asks of a server, counted by the server.
 */
class AdministrationCostTests {

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private QueueFixture fixture;

	private JobQueues queues;

	@BeforeEach
	void connect() {
		this.fixture = new QueueFixture(server);
		this.queues = this.fixture.queues();
	}

	@Test
	void readsNoMoreWhenMoreJobsAreThere() {
		fill(0, 100);
		administer();
		long few = bytesOfAdministration();

		fill(100, 20_000);

		assertThat(bytesOfAdministration()).isLessThan(few + few / 4);
	}

	@Test
	void neverWalksTheKeySpace() {
		fill(0, 100);
		try (RedisConnection connection = server.connectionFactory().getConnection()) {
			connection.serverCommands().resetConfigStats();
		}

		administer();
		this.queues.retries().find("job", null);
		this.queues.clear("low");
		this.queues.retries().clear();

		assertThat(info("commandstats").stringPropertyNames()).contains("cmdstat_zrange")
			.doesNotContain("cmdstat_keys", "cmdstat_scan");
	}

	private void fill(int from, int to) {
		String[] jobs = IntStream.range(from, to)
			.mapToObj((i) -> QueueFixture.job("job%08d".formatted(i)))
			.toArray(String[]::new);
		this.fixture.push("low", jobs);
		for (int i = 0; i < jobs.length; i++) {
			this.fixture.template().opsForZSet().add("retry", jobs[i], 2e9 + from + i);
		}
	}

	private void administer() {
		this.queues.queues();
		this.queues.jobs("low", 0, 10);
		this.queues.statistics();
		this.queues.processes();
		this.queues.pause("low");
		this.queues.resume("low");
		JobSet retries = this.queues.retries();
		JobEntry first = retries.jobs(0, 10).get(0);
		retries.get(first.jid(), Objects.requireNonNull(first.at()));
		retries.delete(first);
		retries.enqueue(retries.jobs(5, 10).get(0));
		retries.kill(retries.jobs(5, 10).get(0));
	}

	private long bytesOfAdministration() {
		long before = bytes();
		administer();
		return bytes() - before;
	}

	private long bytes() {
		return Long.parseLong(info("stats").getProperty("total_net_output_bytes"));
	}

	private Properties info(String section) {
		try (RedisConnection connection = server.connectionFactory().getConnection()) {
			return Objects.requireNonNull(connection.serverCommands().info(section));
		}
	}

}
