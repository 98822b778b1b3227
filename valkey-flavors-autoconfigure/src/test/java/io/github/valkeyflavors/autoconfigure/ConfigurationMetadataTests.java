package io.github.valkeyflavors.autoconfigure;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the generated metadata of the properties, which is what an editor shows.
 */
class ConfigurationMetadataTests {

	private static final List<Property> PROPERTIES = read();

	static Stream<Property> properties() {
		return PROPERTIES.stream();
	}

	@ParameterizedTest
	@MethodSource("properties")
	void describesInSentencesAsBootDoes(Property property) {
		assertThat(property.description()).isNotBlank()
			.matches("(?s)\\p{Lu}.*\\.")
			.doesNotStartWithIgnoringCase("a ")
			.doesNotStartWithIgnoringCase("an ")
			.doesNotStartWithIgnoringCase("the ");
	}

	@ParameterizedTest
	@MethodSource("properties")
	void saysOfEverySwitchWhetherItIsOn(Property property) {
		assertThat(property.description().startsWith("Whether ")).isEqualTo(property.is(Boolean.class));
	}

	@ParameterizedTest
	@MethodSource("properties")
	void typesTimesAndSizes(Property property) {
		assertThat(property.is(Duration.class)).isEqualTo(property.name()
			.matches(".*(timeout|interval|time-to-live|time-to-idle|jitter|lost-after|slow-after|retry-after|delay)"));
		assertThat(property.is(DataSize.class)).isEqualTo(property.name().matches(".*(size|memory)"));
		assertThat(property.is(Long.class)).isFalse();
	}

	@ParameterizedTest
	@MethodSource("properties")
	void belongsToTheLibrary(Property property) {
		assertThat(property.name()).startsWith("valkey.").matches("[a-z0-9.-]+");
		assertThat(property.sourceType()).startsWith("io.github.valkeyflavors.autoconfigure.");
	}

	@Test
	void describesEachPropertyInItsOwnWords() {
		TreeMap<String, TreeSet<String>> fields = PROPERTIES.stream()
			.collect(Collectors.groupingBy(Property::description, TreeMap::new,
					Collectors.mapping(Property::field, Collectors.toCollection(TreeSet::new))));

		assertThat(fields).allSatisfy((description, users) -> assertThat(users).as(description).hasSize(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "cache", "sessions", "queue" })
	void completesTheKeysOfBuiltInFlavors(String flavor) {
		assertThat(PROPERTIES).extracting(Property::name)
			.contains(Stream
				.of("url", "host", "port", "username", "password", "ssl.enabled", "ssl.bundle", "connect-timeout",
						"command-timeout")
				.map((field) -> "valkey.flavors." + flavor + "." + field)
				.toArray(String[]::new));
	}

	@ParameterizedTest
	@ValueSource(strings = { "valkey.flavors", "valkey.databases", "valkey.cache.caches" })
	void knowsBlocksByName(String name) {
		assertThat(property(name).type()).startsWith("java.util.Map<java.lang.String,");
	}

	@ParameterizedTest
	@CsvSource({ "valkey.enabled, true", "valkey.cache.database, cache", "valkey.session.database, sessions",
			"valkey.session.serialization, jdk", "valkey.queue.database, queue", "valkey.dev-server.enabled, false",
			"valkey.queue.worker.enabled, true", "valkey.queue.worker.concurrency, 5",
			"valkey.queue.worker.shutdown-timeout, 25s", "valkey.queue.worker.heartbeat-interval, 10s",
			"valkey.queue.worker.lost-after, 60s", "valkey.queue.worker.poll-interval, 5s" })
	void showsDefault(String name, String value) {
		assertThat(property(name).defaultValue()).isEqualTo(value);
	}

	@Test
	void hintsAtNoPassword() {
		assertThat(PROPERTIES).filteredOn((property) -> property.name().endsWith("password"))
			.isNotEmpty()
			.allSatisfy((property) -> assertThat(property.defaultValue()).isNull());
	}

	private static Property property(String name) {
		return PROPERTIES.stream().filter((property) -> property.name().equals(name)).findFirst().orElseThrow();
	}

	private static List<Property> read() {
		CodeSource source = ValkeyProperties.class.getProtectionDomain().getCodeSource();
		try {
			Path classes = Path.of(source.getLocation().toURI());
			JsonNode metadata = JsonMapper.builder()
				.build()
				.readTree(Files.readAllBytes(classes.resolve("META-INF/spring-configuration-metadata.json")));
			// Apart from what Boot says of every endpoint
			return metadata.get("properties")
				.valueStream()
				.map(Property::of)
				.filter((property) -> !property.name().startsWith("management."))
				.toList();
		}
		catch (IOException | URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A property. The keys of built-in flavors come from one record, and so do those of
	 * TLS.
	 */
	record Property(String name, String type, String description, String sourceType, @Nullable String defaultValue) {

		static Property of(JsonNode node) {
			JsonNode defaultValue = node.path("defaultValue");
			return new Property(node.path("name").asString(), node.path("type").asString(),
					node.path("description").asString(""), node.path("sourceType").asString(),
					defaultValue.isMissingNode() ? null : defaultValue.asString());
		}

		boolean is(Class<?> expected) {
			return this.type.equals(expected.getName());
		}

		String field() {
			return this.sourceType + "#" + this.name.substring(this.name.lastIndexOf('.') + 1);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
