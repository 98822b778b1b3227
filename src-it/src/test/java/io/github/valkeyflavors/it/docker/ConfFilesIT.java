package io.github.valkeyflavors.it.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.valkeyflavors.devserver.ServerExecutable;
import io.github.valkeyflavors.devserver.ServerProcess;
import io.github.valkeyflavors.it.servers.Launcher;
import io.github.valkeyflavors.it.servers.RepositoryFolder;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts a server with each file in {@code docker/valkey} and reads the policy back.
 */
class ConfFilesIT {

	private static List<String> directives(String flavor) throws IOException {
		Path file = RepositoryFolder.resolve("docker/valkey/" + flavor + ".conf");
		return Files.readAllLines(file)
			.stream()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.map((line) -> line.substring(0, line.indexOf(' ')))
			.toList();
	}

	@Nested
	@ValkeyServers(launcher = Launcher.LOCAL)
	class Local extends PolicyContract {

		@ParameterizedTest
		@ValueSource(strings = { "cache", "sessions", "queue" })
		void everyDirectiveDiffersFromTheServersDefault(String flavor, @TempDir Path folder, Servers servers)
				throws IOException {
			Path empty = Files.createFile(folder.resolve("empty.conf"));
			try (ServerProcess bare = ServerProcess.startOnFreePort(ServerExecutable.find(), empty, folder);
					RedisClient client = RedisClient.create("redis://127.0.0.1:" + bare.port())) {
				RedisCommands<String, String> defaults = client.connect().sync();

				assertThat(directives(flavor)).isNotEmpty()
					.noneMatch(
							(name) -> servers.server(flavor).config(name).equals(defaults.configGet(name).get(name)));
			}
		}

	}

	@Nested
	@ValkeyServers(launcher = Launcher.EMBEDDED)
	class Redis62 extends PolicyContract {

	}

	@Nested
	@ValkeyServers(launcher = Launcher.CONTAINER)
	class Container extends PolicyContract {

	}

	abstract static class PolicyContract {

		private Servers servers;

		@ParameterizedTest
		@CsvSource({ "cache, allkeys-lfu, 268435456, no, ''", "sessions, noeviction, 268435456, no, ''",
				"queue, noeviction, 536870912, yes, 3600 1 300 100 60 10000" })
		void evictsAndPersistsAsItsFlavorNeeds(String flavor, String policy, String maxmemory, String appendOnly,
				String save) {
			Server server = this.servers.server(flavor);

			assertThat(server.config("maxmemory-policy")).isEqualTo(policy);
			assertThat(server.config("maxmemory")).isEqualTo(maxmemory);
			assertThat(server.config("appendonly")).isEqualTo(appendOnly);
			assertThat(server.config("save")).isEqualTo(save);
		}

		@Test
		void queueSynchronisesTheLogEverySecond() {
			assertThat(this.servers.server("queue").config("appendfsync")).isEqualTo("everysec");
		}

		@Test
		void sessionsPublishesExpiredAndDeletedKeys() {
			assertThat(this.servers.server("sessions").config("notify-keyspace-events")).contains("E", "g", "x")
				.hasSize(3);
		}

		@Test
		void cacheBoundsWhatASubscriberMayOwe() {
			assertThat(this.servers.server("cache").config("client-output-buffer-limit"))
				.endsWith("pubsub 67108864 16777216 60");
		}

	}

}
