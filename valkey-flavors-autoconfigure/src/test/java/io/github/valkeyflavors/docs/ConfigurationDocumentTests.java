package io.github.valkeyflavors.docs;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.StringUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.autoconfigure.ValkeyProperties;
import io.github.valkeyflavors.connection.ClientSettings;
import io.github.valkeyflavors.topology.Endpoint;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.ResolvedFlavor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of {@code docs/configuration.md} say what the code says. A property below a
 * name, such as {@code valkey.databases.<name>.index}, is documented once for all names.
 */
class ConfigurationDocumentTests {

	private static final String NOT_SET = "–";

	private static final Pattern BUILT_IN_FLAVOR = Pattern.compile("valkey\\.flavors\\.(cache|sessions|queue)\\.");

	private static final Pattern MAP = Pattern.compile("java\\.util\\.Map<java\\.lang\\.String,(.+)>");

	private static final Map<String, String> NAMES = Map.of("valkey.flavors", "<flavor>", "valkey.databases", "<name>",
			"valkey.cache.caches", "<cache>", "valkey.queue.worker.groups", "<group>");

	@Test
	void documentsEveryPropertyOnceWithTypeAndDefault() throws Exception {
		Map<String, String> documented = new TreeMap<>();
		List<String> twice = new ArrayList<>();
		rows(document()).filter((row) -> row.get(0).startsWith("valkey."))
			.filter((row) -> row.size() == 4)
			.forEach((row) -> {
				if (documented.put(row.get(0), row.get(1) + ", default " + row.get(2)) != null) {
					twice.add(row.get(0));
				}
			});

		assertThat(twice).as("properties documented twice").isEmpty();
		assertThat(documented).containsExactlyInAnyOrderEntriesOf(properties());
	}

	@Test
	void documentsWhatEveryPropertyMeans() throws Exception {
		assertThat(rows(document()).filter((row) -> row.get(0).startsWith("valkey.")))
			.allSatisfy((row) -> assertThat(row.get(row.size() - 1)).isNotBlank());
	}

	@Test
	void documentsDefaultDatabases() throws Exception {
		assertThat(rows(document()).filter((row) -> row.get(0).matches("[0-9]+"))
			.map((row) -> String.join(" ", row.subList(0, 3))))
			.containsExactlyElementsOf(LogicalDatabase.defaults()
				.stream()
				.map((database) -> "%d %s %s".formatted(database.index(), database.name(), database.flavor()))
				.toList());
	}

	@Test
	void documentsDefaultTimeouts() throws Exception {
		Map<String, String> documented = rows(document()).filter((row) -> row.get(1).matches("[0-9]+ m?s"))
			.collect(Collectors.toMap((row) -> row.get(0).replaceFirst(",.*", ""),
					(row) -> row.get(1) + ", " + row.get(2)));

		assertThat(documented).isEqualTo(Stream.of(Flavor.CACHE, Flavor.QUEUE, Flavor.SESSIONS)
			.collect(Collectors.toMap(Flavor::name, ConfigurationDocumentTests::timeouts)));
	}

	private static String timeouts(Flavor flavor) {
		ClientSettings settings = ClientSettings.defaultsOf(new ResolvedFlavor(flavor, flavor.equals(Flavor.CACHE),
				new Endpoint(new Endpoint.Tcp("localhost", 6379), null, null, false, null), false, "default"));
		return text(settings.connectTimeout()) + ", " + text(settings.commandTimeout());
	}

	private static String text(Duration duration) {
		return (duration.toMillis() % 1000 != 0) ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
	}

	private static Stream<List<String>> rows(Path document) throws IOException {
		return Files.readAllLines(document)
			.stream()
			.filter((line) -> line.startsWith("|") && !line.startsWith("|-"))
			.map((line) -> Stream
				.of(StringUtils.delimitedListToStringArray(line.substring(1, line.lastIndexOf('|')), "|"))
				.map((cell) -> cell.replace("`", "").strip())
				.toList());
	}

	private static Path document() throws URISyntaxException {
		return classes().resolve("../../../docs/configuration.md").normalize();
	}

	private static Path classes() throws URISyntaxException {
		return Path.of(ValkeyProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI());
	}

	private static Map<String, String> properties() throws Exception {
		JsonNode metadata = JsonMapper.shared()
			.readTree(Files.readString(classes().resolve("META-INF/spring-configuration-metadata.json")));
		Map<String, String> properties = new LinkedHashMap<>();
		for (JsonNode property : metadata.get("properties")) {
			if (property.get("name").asString().startsWith("management.")) {
				// What Boot says of every endpoint
				continue;
			}
			String name = BUILT_IN_FLAVOR.matcher(property.get("name").asString())
				.replaceFirst("valkey.flavors.<flavor>.");
			add(properties, name, property.get("type").asString(), property.get("defaultValue"));
		}
		return properties;
	}

	private static void add(Map<String, String> properties, String name, String type, @Nullable JsonNode defaultValue)
			throws Exception {
		Matcher map = MAP.matcher(type);
		if (map.matches() && map.group(1).startsWith("io.github.valkeyflavors.")) {
			assertThat(NAMES).containsKey(name);
			addComponents(properties, name + "." + NAMES.get(name), Class.forName(map.group(1)));
			return;
		}
		String text = (defaultValue != null) ? defaultValue.asString() : NOT_SET;
		String both = typeName(type) + ", default " + text;
		String other = properties.put(name, both);
		assertThat(other).as(name).isIn(both, null);
	}

	private static void addComponents(Map<String, String> properties, String prefix, Class<?> type) throws Exception {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			if (component.getType().isRecord()) {
				addComponents(properties, name, component.getType());
			}
			else {
				add(properties, name, component.getGenericType().getTypeName(), null);
			}
		}
	}

	private static String typeName(String type) throws ClassNotFoundException {
		if (type.startsWith("io.github.valkeyflavors.")) {
			return Arrays.stream(Class.forName(type).getEnumConstants())
				.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(" or "));
		}
		return type.replaceAll("[a-z]+\\.", "").replaceAll(",\\s*", ", ");
	}

}
