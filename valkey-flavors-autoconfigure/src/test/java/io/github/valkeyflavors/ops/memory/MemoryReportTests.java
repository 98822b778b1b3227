package io.github.valkeyflavors.ops.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.ops.memory.DatabaseMemory.Group;
import io.github.valkeyflavors.ops.memory.DatabaseMemory.LargeKey;
import io.github.valkeyflavors.ops.memory.MemoryReport.ServerMemory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemoryReport} and its Markdown.
 */
class MemoryReportTests {

	private static final MemoryReport REPORT = report(List.of());

	@Test
	void markdownShowsServers() {
		assertThat(REPORT.toMarkdown()).contains("| `cache:6379` | `replica:6380` (replica) | 3.0 MB | 4.2 % |");
	}

	@Test
	void markdownShowsDatabasesWithTheirError() {
		assertThat(REPORT.toMarkdown()).contains("| cache (4) | cache | 1,000 | 100 | 2.0 MB ± 10.0 % | 500 ± 20.0 % |");
	}

	@Test
	void markdownShowsGroups() {
		assertThat(REPORT.toMarkdown()).contains("| `product:*` | 900 ± 5.6 % | 1.0 MB ± 50.0 % |")
			.contains("| string | 1,000 | 2.0 MB |");
	}

	@Test
	void markdownShowsLargestKeys() {
		assertThat(REPORT.toMarkdown()).contains("| `product:1` | string | 5.0 KB | 90.0 s |");
	}

	@Test
	void keyCannotBreakTheMarkdown() {
		assertThat(REPORT.toMarkdown()).contains("| `it's \\| <b>` | string | 7 B | – |");
	}

	@Test
	void markdownShowsWhatIsUnknown() {
		assertThat(report(List.of("SCAN: the server forbids this user the command")).toMarkdown())
			.contains("Unknown. SCAN: the server forbids this user the command.");
	}

	@Test
	void markdownSaysWhenItIsAPart() {
		MemoryReport part = new MemoryReport(Instant.EPOCH, Duration.ofSeconds(3), false, List.of());

		assertThat(part.toMarkdown()).contains("1970-01-01T00:00:00Z, 3.0 s, cancelled before the end.");
	}

	@Test
	void isWrittenAsJson() {
		JsonNode json = new JsonMapper().valueToTree(REPORT);

		assertThat(json.propertyNames()).containsExactlyInAnyOrder("startedAt", "duration", "complete", "servers");
		JsonNode database = json.at("/servers/0/databases/0");
		assertThat(database.at("/bytes/high").asLong()).isEqualTo(2_306_868);
		assertThat(database.at("/largest/0/key").asString()).isEqualTo("product:1");
		assertThat(database.at("/patterns/0/name").asString()).isEqualTo("product:*");
	}

	private static MemoryReport report(List<String> unknown) {
		Estimate bytes = new Estimate(2_097_152, 1_887_436, 2_306_868);
		DatabaseMemory cache = new DatabaseMemory("cache", 4, "cache", unknown, 1000, 1000, 100, 0, bytes,
				new Estimate(500, 400, 600), true,
				List.of(new LargeKey("product:1", "string", 5120, Duration.ofSeconds(90)),
						new LargeKey("it`s | <b>", "string", 7, null)),
				List.of(new Group("string", new Estimate(1000, 1000, 1000),
						new Estimate(2_097_152, 2_097_152, 2_097_152))),
				List.of(new Group("product:*", new Estimate(900, 850, 950),
						new Estimate(1_048_576, 524_288, 1_572_864))),
				List.of());
		return new MemoryReport(Instant.EPOCH, Duration.ofSeconds(3), true,
				List.of(new ServerMemory("cache:6379", "replica:6380", true, null, 3_145_728L, 0.042, List.of(cache))));
	}

}
