package io.github.valkeyflavors.queue.worker;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What a worker makes of a server that forgets its scripts or becomes a replica.
 */
class WorkerServerTests extends WorkerFixture {

	private static final int NOBODY = 1;

	@AfterEach
	void promote() {
		onServer((connection) -> connection.serverCommands().replicaOfNoOne());
	}

	@Test
	void survivesLossOfScripts() {
		start(1);
		this.client.enqueue("record", "a");
		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);

		onServer((connection) -> connection.scriptingCommands().scriptFlush());
		this.client.enqueue("record", "b");

		await().atMost(SOON).until(() -> this.jobs.runs("b") == 1);
		await().atMost(SOON).until(() -> list("valkey-flavors:in-hand:" + onlyIdentity() + ":default").isEmpty());
	}

	@Test
	void goesOnWhenReplicaBecomesPrimary() throws InterruptedException {
		start(1);
		this.client.enqueue("hang", "a");
		assertThat(this.jobs.started.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
		onServer((connection) -> connection.serverCommands().replicaOf("127.0.0.1", NOBODY));
		this.jobs.release.countDown();
		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);

		promote();
		this.client.enqueue("record", "b");

		await().atMost(SOON).until(() -> this.jobs.runs("b") == 1);
		await().atMost(SOON).until(() -> list("valkey-flavors:in-hand:" + onlyIdentity() + ":default").isEmpty());
		assertThat(this.jobs.runs("a")).isEqualTo(1);
	}

	@Test
	void looksForNewPrimaryBehindTheName() {
		start(1);
		await().atMost(SOON).until(() -> onlyIdentity() != null);
		long before = connections();

		onServer((connection) -> connection.serverCommands().replicaOf("127.0.0.1", NOBODY));

		await().atMost(SOON).until(() -> connections() > before + 2);
	}

	@Test
	void clientLooksForNewPrimaryBehindTheName() {
		this.client.enqueue("record", "a");
		long before = connections();

		onServer((connection) -> connection.serverCommands().replicaOf("127.0.0.1", NOBODY));

		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.client.enqueue("record", "b"));
		assertThat(connections()).isGreaterThan(before);
	}

	private long connections() {
		try (RedisConnection connection = this.template.getRequiredConnectionFactory().getConnection()) {
			return Long.parseLong(Objects.requireNonNull(connection.serverCommands().info("stats"))
				.getProperty("total_connections_received"));
		}
	}

	private void onServer(Consumer<RedisConnection> command) {
		try (RedisConnection connection = this.template.getRequiredConnectionFactory().getConnection()) {
			command.accept(connection);
		}
	}

}
