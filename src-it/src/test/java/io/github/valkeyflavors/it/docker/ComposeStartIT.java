package io.github.valkeyflavors.it.docker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.valkeyflavors.it.servers.RepositoryFolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts the servers of the Compose files and asks them what they are.
 */
class ComposeStartIT {

	private static final List<String> FLAVORS = List.of("cache", "sessions", "queue");

	private static String composeFile(String name) {
		return RepositoryFolder.resolve("docker/" + name).toString();
	}

	@Nested
	class Development extends Project {

		@Override
		List<String> files(Path folder) {
			return List.of(composeFile("compose.yaml"));
		}

		@Override
		List<String> services() {
			return List.of("valkey");
		}

		@Test
		void evictsNothing() {
			assertThat(config("maxmemory-policy")).isEqualTo("noeviction");
		}

		@Test
		void logsEveryWrite() {
			assertThat(config("appendonly")).isEqualTo("yes");
		}

		@Test
		void publishesExpiryForAnIndexedSessionRepository() {
			assertThat(config("notify-keyspace-events")).contains("E", "g", "x");
		}

		private String config(String name) {
			return compose("exec", "-T", "valkey", "valkey-cli", "config", "get", name).lines()
				.skip(1)
				.findFirst()
				.get();
		}

	}

	@Nested
	class Split extends Project {

		@Override
		List<String> files(Path folder) throws IOException {
			StringBuilder overlay = new StringBuilder("secrets:\n");
			for (String flavor : FLAVORS) {
				Path file = Files.writeString(folder.resolve(secret(flavor)), password(flavor) + "\n");
				overlay.append("  %s:\n    file: %s%n".formatted(secret(flavor), file));
			}
			Path secrets = Files.writeString(folder.resolve("compose.secrets.yaml"), overlay);
			return List.of(composeFile("compose.split.yaml"), secrets.toString());
		}

		@Override
		List<String> services() {
			return List.of("valkey-cache", "valkey-sessions", "valkey-queue", "storefront");
		}

		@Test
		void storefrontUsesTheServersWithTheirPasswords() throws Exception {
			String product = "http://127.0.0.1:%d/api/products/1".formatted(port());

			assertThat(get(product)).contains("\"source\":\"database\"");
			assertThat(get(product)).contains("\"source\":\"cache\"");
			assertThat(cli("cache", "-n 4 keys \\*")).isEqualTo("products::1");
		}

		private static String get(String url) throws IOException, InterruptedException {
			return HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build(),
						HttpResponse.BodyHandlers.ofString())
				.body();
		}

		@ParameterizedTest
		@CsvSource({ "cache, allkeys-lfu, no", "sessions, noeviction, no", "queue, noeviction, yes" })
		void hasThePolicyOfItsFlavor(String flavor, String policy, String appendOnly) {
			assertThat(cli(flavor, "config get maxmemory-policy")).endsWith("\n" + policy);
			assertThat(cli(flavor, "config get appendonly")).endsWith("\n" + appendOnly);
		}

		@ParameterizedTest
		@ValueSource(strings = { "cache", "sessions", "queue" })
		void answersOnlyWithThePassword(String flavor) {
			assertThat(compose("exec", "-T", "valkey-" + flavor, "valkey-cli", "ping")).contains("NOAUTH");
			assertThat(cli(flavor, "ping")).isEqualTo("PONG");
		}

		@ParameterizedTest
		@ValueSource(strings = { "cache", "sessions", "queue" })
		void showsItsPasswordNowhereFromOutside(String flavor) {
			String container = compose("ps", "-q", "valkey-" + flavor);

			assertThat(Docker.run(Map.of(), List.of("inspect", container))).doesNotContain("hidden-");
			assertThat(compose("top", "valkey-" + flavor)).contains("valkey-server").doesNotContain("hidden-");
		}

		@Test
		void queueKeepsItsJobsInANewContainer() {
			cli("queue", "-n 3 lpush queue:later job");

			compose("up", "-d", "--wait", "--force-recreate", "valkey-queue");

			assertThat(cli("queue", "-n 3 lrange queue:later 0 -1")).isEqualTo("job");
		}

		private String cli(String flavor, String command) {
			return compose("exec", "-T", "valkey-" + flavor, "sh", "-c",
					"REDISCLI_AUTH=\"$(cat /run/secrets/%s)\" valkey-cli %s".formatted(secret(flavor), command));
		}

		private static String secret(String flavor) {
			return "REDIS_" + flavor.toUpperCase(Locale.ROOT) + "_PASSWORD";
		}

		/**
		 * With the characters that a configuration file treats specially.
		 */
		private static String password(String flavor) {
			return "hidden-" + flavor + " # \"quoted\" \\ $HOME";
		}

	}

	@TestInstance(Lifecycle.PER_CLASS)
	abstract static class Project {

		private final String name = "valkey-flavors-it-" + UUID.randomUUID();

		private final List<String> arguments = new ArrayList<>();

		private Map<String, String> environment = Map.of();

		private int port;

		abstract List<String> files(Path folder) throws IOException;

		abstract List<String> services();

		@BeforeAll
		void start(@TempDir Path folder) throws IOException {
			Docker.requireEngine();
			this.port = freePort();
			this.environment = Map.of("VALKEY_PORT", Integer.toString(this.port), "STOREFRONT_PORT",
					Integer.toString(this.port));
			this.arguments.addAll(List.of("compose", "-p", this.name));
			files(folder).forEach((file) -> this.arguments.addAll(List.of("-f", file)));
			List<String> up = new ArrayList<>(List.of("up", "-d", "--build", "--wait"));
			up.addAll(services());
			compose(up.toArray(new String[0]));
		}

		@AfterAll
		void stop() {
			if (!this.arguments.isEmpty()) {
				compose("down", "--volumes", "--rmi", "local", "--timeout", "2");
			}
		}

		final int port() {
			return this.port;
		}

		final String compose(String... command) {
			List<String> all = new ArrayList<>(this.arguments);
			all.addAll(List.of(command));
			return Docker.run(this.environment, all);
		}

		private static int freePort() throws IOException {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
		}

	}

}
