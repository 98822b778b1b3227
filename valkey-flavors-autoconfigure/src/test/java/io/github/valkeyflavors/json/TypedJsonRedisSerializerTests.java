package io.github.valkeyflavors.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.serializer.SerializationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TypedJsonRedisSerializer}.
 */
class TypedJsonRedisSerializerTests {

	private static final String OWN = TypedJsonRedisSerializerTests.class.getName();

	private final TypedJsonRedisSerializer serializer = new TypedJsonRedisSerializer(new AllowedTypes(List.of(OWN)),
			null);

	static Stream<Object> values() {
		return Stream.of("text", "", 5, 5L, (short) 5, 1.5, 1.5f, Double.NaN, 'c', true, new BigDecimal("1.10"),
				new BigInteger("12345678901234567890"), Size.SMALL, Size.LARGE, LocalDate.of(2026, 1, 2),
				Instant.ofEpochSecond(5, 123456789), Duration.ofMillis(5), new UUID(1, 2), ZoneId.of("Europe/Berlin"),
				ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneId.of("Europe/Berlin")),
				OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneOffset.ofHours(2)), new Item("x", 5L),
				new Item("x", null), new Order(new Item("x", 5L), List.of(new Item("y", 6L))), new Anything(5L),
				new Anything(null), new Anything(new Item("x", 5L)), new Anything(List.of(5L)),
				new Anything(Map.of("a", Set.of(5L))), new Box<>(5L), new Box<>(new Item("x", 5L)),
				new Maybe(Optional.of(new Item("x", 5L)), Optional.empty()),
				new Drawing(new Circle(1), List.of(new Circle(2), new Square(3)), new Pet("cat"), new Dog("rex")),
				new Dog("rex"), new Pet("cat"), new ByKey(Map.of(5L, "five"), new EnumMap<>(Map.of(Size.LARGE, 1))));
	}

	@ParameterizedTest
	@MethodSource("values")
	void readsWhatItWrote(Object value) {
		Object read = roundTrip(value);

		assertThat(read).isEqualTo(value).hasSameClassAs(value);
	}

	static Stream<Object> collections() {
		Item item = new Item("x", 5L);
		return Stream.of(List.of(), List.of(item), List.of(item, 5L, "c"), Set.of(5L), Set.of(1L, 2L, 3L), Map.of(),
				Map.of("a", item), Map.of("a", 1L, "b", item), Arrays.asList(item, null), Stream.of(5L, item).toList(),
				Stream.of(5L, null).toList(), Collections.unmodifiableList(new ArrayList<>(List.of(item))),
				Collections.unmodifiableSet(new LinkedHashSet<>(List.of(5L))),
				Collections.unmodifiableMap(new HashMap<>(Map.of("a", 5L))), Collections.emptyList(),
				Collections.singleton(5L), Collections.synchronizedList(new ArrayList<>(List.of(5L))),
				Collections.nCopies(3, 5L), new ArrayList<>(List.of(1L, 2L, 3L)).subList(0, 2),
				List.of(1L, 2L, 3L).subList(0, 2), new HashMap<>(Map.of("a", 1L)).keySet(), EnumSet.of(Size.LARGE),
				EnumSet.noneOf(Size.class), new EnumMap<>(Map.of(Size.SMALL, 5L)), new EnumMap<>(Size.class),
				List.of(List.of(item), Map.of("a", List.of(5L))), Map.of("items", List.of(item), "total", 1L),
				Stream.of(item).collect(Collectors.groupingBy(Item::name)),
				Stream.of(item).collect(Collectors.partitioningBy((x) -> true)),
				Stream.of(item).collect(Collectors.toUnmodifiableMap(Item::price, (x) -> x)));
	}

	@ParameterizedTest
	@MethodSource("collections")
	void readsEveryCollectionOfTheJdkAsAnEqualOne(Object collection) {
		assertThat(roundTrip(collection)).isEqualTo(collection);
	}

	@Test
	void readsValuesOfMapAsList() {
		Collection<Long> values = new TreeMap<>(Map.of("a", 1L, "b", 2L)).values();

		assertThat(roundTrip(values)).isEqualTo(List.of(1L, 2L));
	}

	@Test
	void keepsOrderOfImmutableView() {
		Set<String> set = Collections.unmodifiableSet(new LinkedHashSet<>(List.of("c", "a", "b")));

		assertThat(roundTrip(set)).asInstanceOf(InstanceOfAssertFactories.collection(String.class))
			.containsExactly("c", "a", "b");
	}

	@Test
	void keepsSortedViewsSorted() {
		assertThat(roundTrip(Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(5L)))))
			.isInstanceOf(SortedSet.class);
		assertThat(roundTrip(Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("a", 5L)))))
			.isInstanceOf(SortedMap.class);
	}

	@Test
	void namesNoInternalClassOfTheJdk() {
		for (Object value : List.of(List.of(1), Set.of(1), Map.of("a", 1), Stream.of(1).toList(),
				Collections.unmodifiableList(new ArrayList<>(List.of(1))))) {
			assertThat(json(value)).doesNotContain("Immutable").doesNotContain("Unmodifiable");
		}
	}

	@Test
	void readsImmutableCollectionsThatOtherVersionsNamed() {
		assertThat(read("[\"java.util.ImmutableCollections$ListN\",[[\"java.lang.Long\",5]]]")).isEqualTo(List.of(5L));
		assertThat(read("[\"java.util.Collections$UnmodifiableSet\",[5]]")).isEqualTo(Set.of(5));
	}

	static Stream<Map<?, ?>> maps() {
		return Stream.of(Map.of(5L, "x"), new TreeMap<>(Map.of(9, "x", 10, "y")), Map.of(new UUID(1, 2), "x"),
				Map.of(Size.LARGE, "x"), Map.of(Size.SMALL, 5L), Map.of(LocalDate.of(2026, 1, 2), "x"),
				Map.of("@", 1, "@java.lang.Long:5", 2, "a:b", 3, "", 4), Map.of("a", 1, 5L, 2, true, 3),
				Map.of("outer", Map.of(5L, "x")), Map.of(new BigDecimal("1.10"), "x"));
	}

	@ParameterizedTest
	@MethodSource("maps")
	void readsKeysOfMapsAsTheTypeTheyHad(Map<?, ?> map) {
		assertThat(roundTrip(map)).isEqualTo(map);
	}

	@Test
	void leavesKeysAloneThatAreText() {
		assertThat(json(new TreeMap<>(Map.of("a:b", 1)))).isEqualTo("[\"java.util.TreeMap\",{\"a:b\":1}]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "java.io.File", "no.such.Type" })
	void refusesKeyOfOtherType(String type) {
		assertRefused("[\"java.util.HashMap\",{\"@%s:x\":1}]".formatted(type));
	}

	static Stream<Object> arrays() {
		return Stream.of(new byte[] { 1, 2 }, new long[] { 1, 2 }, new int[][] { { 1 }, { 2, 3 } },
				new Long[] { 1L, null }, new String[] { "a" }, new Item[] { new Item("x", 5L) },
				new Object[] { 5L, new Item("x", 5L), "c", null }, new Shape[] { new Circle(1), new Square(2) });
	}

	@ParameterizedTest
	@MethodSource("arrays")
	void readsArrays(Object array) {
		Object read = roundTrip(array);

		assertThat(read).hasSameClassAs(array);
		assertThat(read).isEqualTo(array);
	}

	@Test
	void writesTheTypeOnlyWhereTheDeclaredTypeDoesNotSayIt() {
		assertThat(json(new Order(new Item("x", 5L), List.of())))
			.isEqualTo("[\"%s$Order\",{\"first\":{\"name\":".formatted(OWN)
					+ "\"x\",\"price\":5},\"others\":[\"java.util.ArrayList\",[]]}]");
	}

	@Test
	void ignoresPropertiesOfAnotherVersion() {
		assertThat(read("[\"%s$Item\",{\"name\":\"x\",\"price\":5,\"colour\":\"red\"}]".formatted(OWN)))
			.isEqualTo(new Item("x", 5L));
	}

	@Test
	void writesNullAsNothing() {
		assertThat(this.serializer.serialize(null)).isEmpty();
	}

	@Test
	void readsNothingAsNull() {
		assertThat(this.serializer.deserialize(new byte[0])).isNull();
		assertThat(this.serializer.deserialize(null)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "garbage", "{", "[\"java.lang.Long\"", "[\"java.lang.Long\",", "\"text", "5 6",
			"{\"a\":1}", "[]", "[5]", "[\"java.lang.Long\",5,6]", "[\"no.such.Type\",{}]", "\u0000\u0001\u0002" })
	void refusesBrokenJson(String json) {
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> read(json))
			.withMessageStartingWith("Could not read JSON: ");
	}

	@Test
	void refusesBytesOfTheJdk() {
		byte[] bytes = { (byte) 0xac, (byte) 0xed, 0, 5, 't', 0, 1, 'x' };

		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> this.serializer.deserialize(bytes));
	}

	@Test
	void refusesEveryTruncation() {
		byte[] bytes = this.serializer.serialize(new Order(new Item("x", 5L), List.of(new Item("y", 6L))));

		for (int length = 1; length < bytes.length; length++) {
			byte[] truncated = Arrays.copyOf(bytes, length);
			assertThatExceptionOfType(SerializationException.class)
				.isThrownBy(() -> this.serializer.deserialize(truncated));
		}
	}

	static Stream<String> placesOfOtherTypes() {
		String other = Witness.class.getName();
		String value = "[\"%s\",{\"name\":\"x\"}]".formatted(other);
		return Stream.of(value, "[\"%s$Anything\",{\"value\":%s}]".formatted(OWN, value),
				"[\"java.util.ArrayList\",[%s]]".formatted(value),
				"[\"java.util.HashMap\",{\"a\":%s}]".formatted(value),
				"[\"%s$Drawing\",{\"main\":%s}]".formatted(OWN, value),
				"[\"java.util.ArrayList<%s>\",[{\"name\":\"x\"}]]".formatted(other),
				"[\"java.util.HashMap<java.lang.String,%s>\",{\"a\":{\"name\":\"x\"}}]".formatted(other),
				"[\"java.util.ArrayList<java.util.ArrayList<%s>>\",[[{\"name\":\"x\"}]]]".formatted(other),
				"[\"%s$Box<%s>\",{\"value\":{\"name\":\"x\"}}]".formatted(OWN, other),
				"[\"java.util.Optional<%s>\",{\"name\":\"x\"}]".formatted(other),
				"[\"[L%s;\",[{\"name\":\"x\"}]]".formatted(other), "[\"[[L%s;\",[[{\"name\":\"x\"}]]]".formatted(other),
				"[\"java.util.HashMap\",{\"@%s:x\":1}]".formatted(other));
	}

	@ParameterizedTest
	@MethodSource("placesOfOtherTypes")
	void createsNothingOfOtherTypeWhereverItStands(String json) {
		int before = Witness.created.get();

		assertRefused(json);

		assertThat(Witness.created).hasValue(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "java.util.logging.FileHandler", "javax.naming.InitialContext", "javax.swing.JEditorPane",
			"com.sun.rowset.JdbcRowSetImpl", "java.net.URLClassLoader",
			"org.springframework.context.support.ClassPathXmlApplicationContext" })
	void refusesGadgets(String type) {
		assertRefused("[\"%s\",[\"ldap://127.0.0.1/x\"]]".formatted(type));
		assertRefused("[\"%s\",{\"dataSourceName\":\"ldap://127.0.0.1/x\"}]".formatted(type));
	}

	@Test
	void namesTypeThatCannotBeWritten() {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.serializer.serialize(new Failing("")))
			.withMessageStartingWith("Could not write " + Failing.class.getName() + " as JSON: ");
	}

	private @Nullable Object roundTrip(Object value) {
		return this.serializer.deserialize(this.serializer.serialize(value));
	}

	private String json(Object value) {
		return new String(this.serializer.serialize(value), StandardCharsets.UTF_8);
	}

	private @Nullable Object read(String json) {
		return this.serializer.deserialize(json.getBytes(StandardCharsets.UTF_8));
	}

	private void assertRefused(String json) {
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> read(json))
			.satisfies((ex) -> assertThat(ex.getMessage()).containsAnyOf("denied resolution", "no such class found",
					"Not a subtype"));
	}

	enum Size {

		SMALL,

		LARGE {

			@Override
			TimeUnit unit() {
				return TimeUnit.DAYS;
			}

		};

		TimeUnit unit() {
			return TimeUnit.HOURS;
		}

	}

	record Item(String name, @Nullable Long price) {

	}

	record Order(Item first, List<Item> others) {

	}

	record Anything(@Nullable Object value) {

	}

	record Box<T>(T value) {

	}

	record Maybe(Optional<Item> item, Optional<Item> other) {

	}

	record ByKey(Map<Long, String> names, EnumMap<Size, Integer> sizes) {

	}

	interface Shape {

	}

	record Circle(int radius) implements Shape {

	}

	record Square(int side) implements Shape {

	}

	abstract static class Animal {

		public String name = "";

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Animal animal && this.name.equals(animal.name);
		}

		@Override
		public int hashCode() {
			return this.name.hashCode();
		}

	}

	static class Pet extends Animal {

		Pet() {
		}

		Pet(String name) {
			this.name = name;
		}

	}

	static class Dog extends Pet {

		Dog() {
		}

		Dog(String name) {
			super(name);
		}

	}

	record Drawing(Shape main, List<Shape> others, Animal owner, Pet guest) {

	}

	record Failing(String name) {

		@Override
		public String name() {
			if (this.name.isEmpty()) {
				throw new IllegalStateException("no name");
			}
			return this.name;
		}

	}

}
