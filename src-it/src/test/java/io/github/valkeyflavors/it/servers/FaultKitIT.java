package io.github.valkeyflavors.it.servers;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Each fault of a {@link Server} is what it says to a client, and {@link Server#heal()}
 * undoes it.
 */
class FaultKitIT {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration SILENCE = Duration.ofMillis(300);

	@Nested
	@ValkeyServers(launcher = Launcher.LOCAL)
	class Local extends FaultContract {

		@Test
		void answersLoadingAtFirst() {
			for (String flavor : List.of("queue", "cache")) {
				Server restarted = this.servers.server(flavor);
				restarted.commands(3).set("key", "value");

				restarted.restartLoading(Duration.ofSeconds(1));

				assertThatExceptionOfType(RedisLoadingException.class)
					.isThrownBy(() -> restarted.commands().get("key"));
				restarted.heal();
				assertThat(restarted.commands(3).get("key")).isEqualTo("value");
			}
		}

		@Test
		void leavesNothingOfSlowLoading() {
			Server cache = this.servers.server("cache");
			cache.restartLoading(Duration.ofMillis(500));

			cache.heal();

			await().atMost(PATIENCE).until(() -> cache.allKeys().isEmpty());
			cache.commands().set("key", "value");
			cache.kill();
			cache.restart();
			assertThat(cache.allKeys()).isEmpty();
		}

	}

	@Nested
	@ValkeyServers(launcher = Launcher.EMBEDDED)
	class Embedded extends FaultContract {

	}

	@Nested
	@ValkeyServers(launcher = Launcher.CONTAINER)
	class Container extends FaultContract {

	}

	abstract static class FaultContract {

		Servers servers;

		private Server server;

		private RedisClient client;

		private StatefulRedisConnection<String, String> connection;

		private RedisCommands<String, String> commands;

		@BeforeEach
		void connect() {
			this.server = this.servers.server("sessions");
			this.server.flushAll();
			this.client = RedisClient.create(RedisURI.create(this.server.host(), this.server.port()));
			this.client.setOptions(ClientOptions.builder().autoReconnect(false).build());
			this.connection = this.client.connect();
			this.commands = this.connection.sync();
			this.commands.set("key", "value");
		}

		@AfterEach
		void disconnect() {
			this.client.shutdown();
		}

		@Test
		void frozenServerAnswersNothingUntilItIsThawed() {
			this.server.freeze();

			assertCommandWaitsUntil(this.server::thaw, "GET");
		}

		@Test
		void frozenServerIsHealed() {
			this.server.freeze();

			assertCommandWaitsUntil(this.server::heal, "GET");
		}

		@Test
		void refusesCommandsOfTestsWhileFrozen() {
			this.server.freeze();

			assertThatIllegalStateException().isThrownBy(this.server::commands).withMessageContaining("frozen");
		}

		@Test
		void frozenServerCanBeKilledAndStarted() {
			this.server.freeze();

			this.server.kill();

			assertThatExceptionOfType(RedisConnectionException.class).isThrownBy(this.client::connect);
			this.server.heal();
			assertThat(this.server.commands().ping()).isEqualTo("PONG");
		}

		@Test
		void frozenServerCanBeRestarted() {
			this.server.freeze();

			this.server.restart();

			assertThat(this.server.commands().ping()).isEqualTo("PONG");
		}

		@Test
		void clientsAreDisconnected() {
			this.server.killClients();

			await().atMost(PATIENCE).until(() -> !this.connection.isOpen());
			assertThat(this.client.connect().sync().get("key")).isEqualTo("value");
		}

		@Test
		void pausedClientsWaitUntilTheyAreResumed() {
			this.server.pauseClients(Duration.ofMinutes(1));

			assertCommandWaitsUntil(this.server::resumeClients, "GET");
		}

		@Test
		void pauseEndsByItself() {
			this.server.pauseClients(SILENCE.multipliedBy(2));

			assertCommandWaitsUntil(() -> {
			}, "GET");
		}

		@Test
		void pausedWritesWaitAndReadsDoNot() {
			this.server.pauseWrites(Duration.ofMinutes(1));

			assertThat(this.commands.get("key")).isEqualTo("value");
			assertCommandWaitsUntil(this.server::heal, "SET");
		}

		@Test
		void busyServerAnswersLate() {
			this.server.busy(SILENCE.multipliedBy(3));

			assertCommandWaitsUntil(this.server::heal, "GET");
		}

		@Test
		void fullServerRefusesWritesAndKeepsItsKeys() {
			this.server.fill();

			assertThatExceptionOfType(RedisCommandExecutionException.class)
				.isThrownBy(() -> this.commands.set("other", "value"))
				.withMessageStartingWith("OOM");
			assertThat(this.commands.get("key")).isEqualTo("value");
			this.server.heal();
			assertThat(this.commands.set("other", "value")).isEqualTo("OK");
		}

		@Test
		void limitedMemoryEvictsWhereThePolicyAllows() {
			Server cache = this.servers.server("cache");
			String most = cache.config("maxmemory");
			cache.commands().set("key", "value");

			cache.limitMemory(DataSize.ofBytes(1));

			assertThat(cache.allKeys()).isEmpty();
			cache.heal();
			assertThat(cache.config("maxmemory")).isEqualTo(most);
			assertThat(cache.config("maxmemory-policy")).isEqualTo("allkeys-lfu");
		}

		@Test
		void limitedClientsAreRefused() {
			this.server.limitClients(1);

			assertThatExceptionOfType(RedisConnectionException.class).isThrownBy(this.client::connect)
				.havingRootCause()
				.withMessageContaining("max number of clients reached");
			this.server.heal();
			assertThat(this.client.connect().sync().ping()).isEqualTo("PONG");
		}

		@Test
		void newConnectionsNeedThePassword() {
			this.server.requirePassword("secret");

			assertThatExceptionOfType(RedisConnectionException.class).isThrownBy(this.client::connect)
				.havingRootCause()
				.withMessageStartingWith("NOAUTH");
			assertThat(this.server.commands(5).ping()).isEqualTo("PONG");
			this.server.heal();
			assertThat(this.client.connect().sync().ping()).isEqualTo("PONG");
		}

		@Test
		void passwordCanChange() {
			this.server.requirePassword("secret");
			this.server.requirePassword("other");

			this.server.killClients();

			assertThat(this.server.commands(5).ping()).isEqualTo("PONG");
			this.server.heal();
			assertThat(this.client.connect().sync().ping()).isEqualTo("PONG");
		}

		@Test
		void replicaCopiesItsPrimaryAndRefusesWrites() {
			Server primary = this.servers.server("queue");
			primary.commands().set("copied", "yes");

			this.server.replicaOf(primary);

			await().atMost(PATIENCE).ignoreExceptions().until(() -> "yes".equals(this.server.commands().get("copied")));
			assertThatExceptionOfType(RedisReadOnlyException.class)
				.isThrownBy(() -> this.server.commands().set("key", "new"));
			this.server.heal();
			assertThat(this.server.commands().set("key", "new")).isEqualTo("OK");
		}

		@Test
		void demotedServerKeepsItsKeysAndRefusesWrites() {
			this.server.demote();

			assertThat(this.commands.get("key")).isEqualTo("value");
			assertThatExceptionOfType(RedisReadOnlyException.class).isThrownBy(() -> this.commands.set("key", "new"));
			this.server.promote();
			assertThat(this.commands.set("key", "new")).isEqualTo("OK");
		}

		@Test
		void startsServerAgainWhosePauseCannotBeEnded() {
			this.server.pauseWrites(Duration.ofMinutes(1));
			this.server.killClients();

			this.server.heal();

			assertThat(this.client.connect().sync().set("other", "value")).isEqualTo("OK");
		}

		@Test
		void killedServerHasNoFaultLeft() {
			this.server.fill();
			this.server.requirePassword("secret");

			this.server.kill();
			this.server.restart();

			assertThat(this.client.connect().sync().set("other", "value")).isEqualTo("OK");
		}

		private void assertCommandWaitsUntil(Runnable end, String command) {
			RedisFuture<String> reply = command.equals("GET") ? this.connection.async().get("key")
					: this.connection.async().set("key", "value");

			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> reply.get(SILENCE.toMillis(), TimeUnit.MILLISECONDS));
			end.run();
			assertThat(reply.toCompletableFuture()).succeedsWithin(PATIENCE);
		}

	}

}
