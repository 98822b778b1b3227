package io.github.valkeyflavors.it.observability;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.it.servers.RepositoryFolder;
import io.github.valkeyflavors.it.servers.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docker/observability} brings, checked by Prometheus' own tool, and read
 * from the files. That every metric exists, {@code ScrapedStorefrontIT} knows.
 */
class ObservabilityFilesIT {

	private static final String RULES = "prometheus/valkey-flavors.rules.yml";

	private static final String DASHBOARD = "grafana/dashboards/valkey-flavors.json";

	@ParameterizedTest
	@CsvSource({ "check config, prometheus/prometheus.yml", "check rules, " + RULES,
			"test rules, prometheus/valkey-flavors.test.yml" })
	void promtoolAccepts(String command, String file) throws Exception {
		assertThat(promtool(command, file(file))).contains("SUCCESS").doesNotContain("FAILED");
	}

	@Test
	void everyAlertSaysWhatIsWrongAndWhereToLook() throws IOException {
		assertThat(alerts()).isNotEmpty().allSatisfy((alert) -> {
			assertThat(map(alert, "labels").get("severity")).isIn("info", "warning", "critical");
			assertThat(map(alert, "annotations")).containsOnlyKeys("summary", "description", "runbook");
		});
	}

	@Test
	void everyRunbookIsASectionOfADocument() throws IOException {
		Set<String> runbooks = alerts().stream()
			.map((alert) -> map(alert, "annotations").get("runbook").toString())
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(anchors("docs/operations.md")).containsAll(runbooks);
	}

	@Test
	void everyAlertIsInTheDocument() throws IOException {
		String document = Files.readString(RepositoryFolder.resolve("docs/operations.md"));

		assertThat(alerts()).allSatisfy((alert) -> assertThat(document).contains("`" + alert.get("alert") + "`"));
	}

	@Test
	void everyAlertHasAUnitTestOfItsKind() throws IOException {
		String tests = Files.readString(file("prometheus/valkey-flavors.test.yml"));

		assertThat(Stream.of("ValkeyMemoryElevated", "ValkeyMemoryHigh", "ValkeyMemoryCritical", "ValkeyPolicyDrift",
				"ValkeyReplicaMissing", "ValkeyQueueLatency", "ValkeyDeadSetGrows", "ValkeyBreakerOpen"))
			.allSatisfy((alert) -> assertThat(tests).contains("alertname: " + alert));
	}

	@Test
	void everyPanelAsksTheDataSourceThatIsChosen() throws IOException {
		assertThat(panels()).isNotEmpty().allSatisfy((panel) -> {
			assertThat(panel.path("title").asString("")).isNotBlank();
			assertThat(panel.path("datasource").path("uid").asString("")).isEqualTo("${datasource}");
			assertThat(panel.path("targets").size()).isPositive();
			assertThat(panel.path("targets")).allSatisfy((target) -> {
				assertThat(target.path("datasource").path("uid").asString("")).isEqualTo("${datasource}");
				assertThat(target.path("expr").asString("")).contains("valkey_");
			});
		});
	}

	@Test
	void everyPanelAsksWhatPrometheusUnderstands(@TempDir Path folder) throws Exception {
		List<Map<String, String>> rules = new ArrayList<>();
		panels().forEach((panel) -> panel.path("targets")
			.forEach((target) -> rules.add(Map.of("record", "panel:" + rules.size(), "expr",
					target.path("expr")
						.asString()
						.replace("$__rate_interval", "5m")
						.replaceAll("\\$(flavor|endpoint)", ".*")))));
		Path file = Files.writeString(folder.resolve("rules.json"), JsonMapper.shared()
			.writeValueAsString(Map.of("groups", List.of(Map.of("name", "panels", "rules", rules)))));

		assertThat(promtool("check rules", file)).contains("SUCCESS: " + rules.size() + " rules found");
	}

	@Test
	void panelsHaveNumbersAndPlacesOfTheirOwn() throws IOException {
		List<JsonNode> all = new ArrayList<>();
		dashboard().path("panels").forEach(all::add);

		assertThat(all).extracting((panel) -> panel.path("id").asInt()).doesNotHaveDuplicates();
		assertThat(all).extracting((panel) -> panel.path("gridPos").toString()).doesNotHaveDuplicates();
	}

	@Test
	void dashboardChoosesDataSourceFlavorAndServer() throws IOException {
		assertThat(dashboard().path("templating").path("list"))
			.extracting((variable) -> variable.path("name").asString())
			.containsExactly("datasource", "flavor", "endpoint");
	}

	@Test
	void dashboardShowsWhatAlertsFireOn() throws IOException {
		assertThat(MetricNames.inFile(DASHBOARD)).containsAll(MetricNames.inFile(RULES));
	}

	private static List<JsonNode> panels() throws IOException {
		List<JsonNode> panels = new ArrayList<>();
		dashboard().path("panels").forEach(panels::add);
		panels.removeIf((panel) -> panel.path("type").asString("").equals("row"));
		return panels;
	}

	private static JsonNode dashboard() throws IOException {
		return JsonMapper.shared().readTree(Files.readString(file(DASHBOARD)));
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> alerts() throws IOException {
		try (Reader reader = Files.newBufferedReader(file(RULES))) {
			Map<String, Object> rules = new Yaml().load(reader);
			return ((List<Map<String, Object>>) rules.get("groups")).stream()
				.flatMap((group) -> ((List<Map<String, Object>>) group.get("rules")).stream())
				.toList();
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Map<String, Object> parent, String name) {
		return (Map<String, Object>) parent.getOrDefault(name, Map.of());
	}

	private static Set<String> anchors(String document) throws IOException {
		try (Stream<String> lines = Files.lines(RepositoryFolder.resolve(document))) {
			return lines.filter((line) -> line.startsWith("#"))
				.map((line) -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", ""))
				.map((heading) -> document + "#" + heading.replace(' ', '-'))
				.collect(Collectors.toSet());
		}
	}

	private static Path file(String name) {
		return RepositoryFolder.resolve("docker/observability/" + name);
	}

	private static String promtool(String command, Path file) throws IOException, InterruptedException {
		List<String> arguments = new ArrayList<>(List.of("promtool"));
		arguments.addAll(List.of(command.split(" ")));
		arguments.add(file.toString());
		Path output = Files.createTempFile("promtool", ".log");
		try {
			Process process = start(
					new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(output.toFile()));
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
			String text = Files.readString(output);
			assertThat(process.exitValue()).as(text).isZero();
			return text;
		}
		finally {
			Files.delete(output);
		}
	}

	private static Process start(ProcessBuilder builder) throws IOException {
		try {
			return builder.start();
		}
		catch (IOException ex) {
			Requirement.PROMTOOL.missing("there is no program 'promtool'");
			throw ex;
		}
	}

}
