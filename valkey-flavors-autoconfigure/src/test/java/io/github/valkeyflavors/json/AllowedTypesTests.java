package io.github.valkeyflavors.json;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.serializer.SerializationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AllowedTypes}.
 */
class AllowedTypesTests {

	private static final String OWN = AllowedTypesTests.class.getPackageName();

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "com.example.*", "*", "com..example", ".com", "com.example, org.example",
			"com/example" })
	void refusesWhatIsNoPackageOrClass(String prefix) {
		assertThatIllegalArgumentException().isThrownBy(() -> new AllowedTypes(List.of(OWN, prefix)))
			.withMessage("'%s' is not the name of a package or class", prefix);
	}

	@ParameterizedTest
	@ValueSource(strings = { "com", "com.example", "com.example.", "com.example.Order$Line", "com.example_1.größe" })
	void acceptsPackagesAndClasses(String prefix) {
		assertThat(new AllowedTypes(List.of(prefix)).prefixes()).containsExactly(prefix);
	}

	@Test
	void isNotChangedThroughItsSource() {
		List<String> prefixes = new ArrayList<>(List.of("com.example"));
		AllowedTypes types = new AllowedTypes(prefixes);

		prefixes.add("org.example");

		assertThat(types.prefixes()).containsExactly("com.example");
	}

	@Test
	void allowsClassesOfPackageAndBelow() {
		assertThat(read(OWN, new Item(1))).isEqualTo(new Item(1));
		assertThat(read("io.github", new Item(1))).isEqualTo(new Item(1));
		assertThat(read(OWN + ".", new Item(1))).isEqualTo(new Item(1));
	}

	@Test
	void allowsOneClassAndWhatIsNestedInIt() {
		assertThat(read(AllowedTypesTests.class.getName(), new Item(1))).isEqualTo(new Item(1));
		assertThat(read(Item.class.getName(), new Item(1))).isEqualTo(new Item(1));
	}

	@Test
	void refusesPackageThatOnlyStartsWithTheSameLetters() {
		assertRefused(OWN.substring(0, OWN.length() - 1), new Item(1));
	}

	@Test
	void refusesClassThatOnlyStartsWithTheSameLetters() {
		assertRefused(Item.class.getName(), new ItemOfAnother(1));
	}

	@Test
	void allowsPlainValuesAndCollectionsOfTheJdkOnly() {
		for (Object plain : List.of(1L, new BigDecimal("1.10"), LocalDate.of(2026, 1, 2), new UUID(1, 2),
				URI.create("https://example.com/"), new ArrayList<>(List.of(1)), new HashMap<>(),
				new ConcurrentHashMap<>(), new java.sql.Timestamp(5), new Object[0])) {
			assertThat(serializer().deserialize(serializer().serialize(plain))).isEqualTo(plain);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "java.util.logging.FileHandler", "java.lang.ProcessBuilder", "java.lang.Thread", "java.io.File",
					"java.net.URL", "javax.naming.InitialContext", "java.util.ServiceLoader", "java.util.Scanner",
					"java.util.Timer", "java.util.concurrent.ThreadPoolExecutor", "java.sql.DriverManager" })
	void refusesOtherClassesOfTheJdk(String type) {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> serializer().deserialize("[\"%s\",{}]".formatted(type).getBytes(StandardCharsets.UTF_8)))
			.withMessageContaining("denied resolution");
	}

	private static TypedJsonRedisSerializer serializer() {
		return new TypedJsonRedisSerializer(new AllowedTypes(List.of()), null);
	}

	private static @Nullable Object read(String prefix, Object value) {
		TypedJsonRedisSerializer serializer = new TypedJsonRedisSerializer(new AllowedTypes(List.of(prefix)), null);
		return serializer.deserialize(serializer.serialize(value));
	}

	private static void assertRefused(String prefix, Object value) {
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> read(prefix, value))
			.withMessageContaining("denied resolution");
	}

	record Item(int id) {

	}

	record ItemOfAnother(int id) {

	}

}
