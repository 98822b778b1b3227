package io.github.valkeyflavors.docs;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.valkeyflavors.ops.metrics.ClientMeters;
import io.github.valkeyflavors.ops.metrics.ServerMeters;
import io.github.valkeyflavors.ops.pressure.metrics.PressureMeters;
import io.github.valkeyflavors.outage.metrics.OutageMeters;
import io.github.valkeyflavors.queue.metrics.QueueMeters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of {@code docs/metrics.md} say what the code says.
 */
class MetricsDocumentTests {

	@ParameterizedTest
	@EnumSource
	void documentsMetersOfServers(ServerMeters meter) throws Exception {
		Meter.Type type = (meter.kind() == ServerMeters.Kind.COUNTER) ? Meter.Type.COUNTER : Meter.Type.GAUGE;

		assertThat(lines()).contains(row(meter.meterName(), type, meter.unit(), meter.tags(), meter.description()));
	}

	@ParameterizedTest
	@EnumSource
	void documentsMetersOfTheQueue(QueueMeters meter) throws Exception {
		Meter.Type type = (meter.kind() == QueueMeters.Kind.COUNTER) ? Meter.Type.COUNTER : Meter.Type.GAUGE;

		assertThat(lines()).contains(row(meter.meterName(), type, meter.unit(), meter.tags(), meter.description()));
	}

	@ParameterizedTest
	@EnumSource
	void documentsMetersOfClients(ClientMeters meter) throws Exception {
		assertThat(lines()).anyMatch((line) -> line.startsWith("| `" + meter.meterName() + "` |")
				&& line.contains(tags(meter.tags())) && line.endsWith("| " + meter.description() + " |"));
	}

	@ParameterizedTest
	@EnumSource
	void documentsMetersOfOutages(OutageMeters meter) throws Exception {
		assertThat(lines()).anyMatch((line) -> line.startsWith("| `" + meter.meterName() + "` |")
				&& line.endsWith("| " + meter.description() + " |"));
	}

	@ParameterizedTest
	@EnumSource
	void documentsMetersOfPressure(PressureMeters meter) throws Exception {
		assertThat(lines()).anyMatch((line) -> line.startsWith("| `" + meter.meterName() + "` |")
				&& line.endsWith("| " + meter.description() + " |"));
	}

	@Test
	void documentsNoMeterTwice() throws Exception {
		assertThat(
				lines().stream().filter((line) -> line.startsWith("| `valkey.")).map((line) -> line.split("`", 3)[1]))
			.doesNotHaveDuplicates();
	}

	// That Prometheus gets these names, the tests of the meters know
	private static String row(String name, Meter.Type type, String unit, List<String> tags, String description) {
		String prometheus = name.replace('.', '_') + ((type == Meter.Type.COUNTER) ? "_total" : "");
		return "| `%s` | `%s` | %s | %s | %s | %s |".formatted(name, prometheus, type.name().toLowerCase(Locale.ROOT),
				unit, tags(tags), description);
	}

	private static String tags(List<String> tags) {
		return tags.isEmpty() ? "–" : tags.stream().map((tag) -> "`" + tag + "`").collect(Collectors.joining(", "));
	}

	private static List<String> lines() throws IOException, URISyntaxException {
		Path classes = Path.of(ServerMeters.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		try (Stream<String> lines = Files.lines(classes.resolve("../../../docs/metrics.md").normalize())) {
			return lines.toList();
		}
	}

}
