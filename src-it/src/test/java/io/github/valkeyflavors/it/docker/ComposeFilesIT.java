package io.github.valkeyflavors.it.docker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.util.unit.DataUnit;
import org.yaml.snakeyaml.Yaml;

import io.github.valkeyflavors.it.servers.RepositoryFolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules that the Compose files keep, read from the files.
 */
class ComposeFilesIT {

	private static final String DEVELOPMENT = "compose.yaml";

	private static final String SPLIT = "compose.split.yaml";

	private static final String REDIS = "compose.redis.yaml";

	private static final String OBSERVABILITY = "compose.observability.yaml";

	@ParameterizedTest
	@ValueSource(strings = { DEVELOPMENT, SPLIT, SPLIT + "," + REDIS, SPLIT + "," + OBSERVABILITY,
			SPLIT + "," + REDIS + "," + OBSERVABILITY })
	void dockerAcceptsTheFiles(String files) {
		Docker.requireCompose();
		List<String> arguments = new ArrayList<>(List.of("compose"));
		for (String file : StringUtils.commaDelimitedListToStringArray(files)) {
			arguments.addAll(List.of("-f", RepositoryFolder.resolve("docker/" + file).toString()));
		}
		arguments.addAll(List.of("config", "--quiet"));

		assertThat(Docker.run(Map.of(), arguments)).isEmpty();
	}

	@Test
	void developmentIsOneServerOnLoopback() throws IOException {
		Map<String, Object> server = services(DEVELOPMENT).get("valkey");

		assertThat(services(DEVELOPMENT)).hasSize(1);
		assertThat(list(server, "ports")).singleElement().asString().startsWith("127.0.0.1:");
	}

	@Test
	void splitIsThreeServersAndTheApplication() throws IOException {
		assertThat(services(SPLIT)).containsOnlyKeys("valkey-cache", "valkey-sessions", "valkey-queue", "storefront");
	}

	@Test
	void onlyTheApplicationPublishesAPort() throws IOException {
		assertThat(services(SPLIT)).allSatisfy((name, service) -> assertThat(service.containsKey("ports")).as(name)
			.isEqualTo("storefront".equals(name)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "cache", "sessions", "queue" })
	void eachServerRunsWithItsConfigurationAndPassword(String flavor) throws IOException {
		Map<String, Object> server = services(SPLIT).get("valkey-" + flavor);
		String secret = "REDIS_" + flavor.toUpperCase(Locale.ROOT) + "_PASSWORD";

		assertThat(list(server, "command")).endsWith("/etc/valkey/" + flavor + ".conf");
		assertThat(list(server, "entrypoint")).endsWith(secret);
		assertThat(list(server, "secrets")).containsExactly(secret);
		assertThat(server.get("healthcheck").toString()).contains(secret);
	}

	@ParameterizedTest
	@ValueSource(strings = { "cache", "sessions", "queue" })
	void memoryLimitLeavesRoomAboveMaxmemory(String flavor) throws IOException {
		Map<String, Object> server = services(SPLIT).get("valkey-" + flavor);
		DataSize limit = DataSize.parse(server.get("mem_limit").toString().replace("m", "MB"));

		assertThat(limit.toMegabytes()).isGreaterThanOrEqualTo(maxmemory(flavor).toMegabytes() * 3 / 2);
	}

	@Test
	void queueKeepsItsDataInANamedVolume() throws IOException {
		assertThat(list(services(SPLIT).get("valkey-queue"), "volumes")).contains("valkey-queue:/data");
		assertThat(map(load(SPLIT), "volumes")).containsKey("valkey-queue");
	}

	@Test
	void applicationWaitsForHealthyServers() throws IOException {
		assertThat(map(services(SPLIT).get("storefront"), "depends_on"))
			.containsOnlyKeys("valkey-cache", "valkey-sessions", "valkey-queue")
			.allSatisfy((server, condition) -> assertThat(condition).asString().contains("service_healthy"));
	}

	@ParameterizedTest
	@ValueSource(strings = { SPLIT, OBSERVABILITY })
	void everyContainerIsReadOnlyWithoutCapabilities(String file) throws IOException {
		assertThat(services(file)).allSatisfy((name, service) -> {
			assertThat(service).as(name).containsEntry("read_only", true).containsEntry("cap_drop", List.of("ALL"));
			assertThat(list(service, "security_opt")).containsExactly("no-new-privileges:true");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { DEVELOPMENT, SPLIT, REDIS, OBSERVABILITY })
	void noPasswordIsInAnyFile(String file) throws IOException {
		assertThat(services(file)).allSatisfy((name, service) -> {
			// The name of a file that holds one is none
			assertThat(String.valueOf(service.get("environment")).replaceAll("\\w+__FILE=/run/secrets/\\w+", ""))
				.doesNotContainIgnoringCase("password");
			assertThat(String.valueOf(service.get("command"))).doesNotContain("requirepass");
		});
		assertThat(map(load(file), "secrets"))
			.allSatisfy((name, secret) -> assertThat(secret).isEqualTo(Map.of("file", "./secrets/" + name)));
	}

	@Test
	void gitIgnoresThePasswords() throws IOException {
		assertThat(Files.readAllLines(RepositoryFolder.resolve("docker/secrets/.gitignore"))).contains("*");
	}

	@Test
	void redisOverlayReplacesEveryServerAndNothingElse() throws IOException {
		assertThat(services(REDIS)).containsOnlyKeys("valkey-cache", "valkey-sessions", "valkey-queue")
			.allSatisfy((name, service) -> {
				assertThat(service.get("image").toString()).startsWith("redis:");
				assertThat(list(service, "command")).startsWith("redis-server");
				assertThat(service.get("healthcheck").toString()).contains("redis-cli").doesNotContain("valkey-cli");
			});
	}

	@Test
	void observabilityIsPrometheusAndGrafanaOnLoopback() throws IOException {
		assertThat(services(OBSERVABILITY)).containsOnlyKeys("prometheus", "grafana")
			.allSatisfy((name,
					service) -> assertThat(list(service, "ports")).singleElement().asString().startsWith("127.0.0.1:"));
	}

	@Test
	void observabilityMountsWhatIsThere() throws IOException {
		assertThat(services(OBSERVABILITY).values().stream().flatMap((service) -> list(service, "volumes").stream()))
			.map(Object::toString)
			.filteredOn((volume) -> volume.startsWith("."))
			.allSatisfy((volume) -> assertThat(
					RepositoryFolder.resolve("docker").resolve(volume.substring(0, volume.indexOf(':'))))
				.exists());
	}

	private static DataSize maxmemory(String flavor) throws IOException {
		Path file = RepositoryFolder.resolve("docker/valkey/" + flavor + ".conf");
		try (Stream<String> lines = Files.lines(file)) {
			return lines.filter((line) -> line.startsWith("maxmemory "))
				.map((line) -> line.replace("maxmemory ", "").replace("mb", ""))
				.map((size) -> DataSize.of(Long.parseLong(size), DataUnit.MEGABYTES))
				.findFirst()
				.orElseThrow();
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Map<String, Object>> services(String file) throws IOException {
		return (Map<String, Map<String, Object>>) (Map<?, ?>) map(load(file), "services");
	}

	private static Map<String, Object> load(String file) throws IOException {
		try (Reader reader = Files.newBufferedReader(RepositoryFolder.resolve("docker/" + file))) {
			return new Yaml().load(reader);
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Map<String, Object> parent, String name) {
		return (Map<String, Object>) parent.getOrDefault(name, Map.of());
	}

	@SuppressWarnings("unchecked")
	private static List<Object> list(Map<String, Object> parent, String name) {
		return (List<Object>) parent.getOrDefault(name, List.of());
	}

}
