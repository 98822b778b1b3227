package io.github.valkeyflavors.json;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.serializer.SerializationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NamesBeforeClasses}.
 */
class NamesBeforeClassesTests {

	private final TypedJsonRedisSerializer serializer = new TypedJsonRedisSerializer(
			new AllowedTypes(List.of("com.example")), getClass().getClassLoader());

	@ParameterizedTest
	@ValueSource(strings = { "[\"NAME\",{}]", "[\"java.util.ArrayList\",[[\"NAME\",{}]]]", "[\"[LNAME;\",[]]",
			"[\"java.util.ArrayList<NAME>\",[]]", "[\"java.util.HashMap<java.lang.Object,NAME>\",{}]",
			"[\"java.util.EnumMap<NAME,java.lang.Object>\",{}]", "[\"java.util.HashMap\",{\"@NAME:x\":1}]",
			"[\"java.util.HashMap\",{\"@java.util.ArrayList<NAME>:x\":1}]" })
	void refusesTypeBeforeItsClassIsInitialized(String json) {
		byte[] bytes = json.replace("NAME", "io.github.valkeyflavors.json.Loud").getBytes(StandardCharsets.UTF_8);

		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> this.serializer.deserialize(bytes));

		assertThat(System.getProperty("valkeyflavors.loud")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.example.Type", "com.example.Outer$Inner", "java.util.ArrayList", "[I", "[[J",
			"[Ljava.lang.String;", "[Lcom.example.Type;", "java.util.EnumMap<com.example.Type,java.lang.Object>",
			"java.util.HashMap<java.lang.Object,java.util.ArrayList<com.example.Type[]>>" })
	void leavesWhatCanBeAllowedToTheClasses(String name) {
		assertThat(new AllowedTypes(List.of("com.example")).canBeAllowed(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.examples.Type", "java.util.logging.FileHandler", "javax.naming.InitialContext",
			"Type", "[[Lcom.evil.Type;", "java.util.ArrayList<com.evil.Type>", "com.example.Type<com.evil.Type[]>" })
	void refusesByName(String name) {
		assertThat(new AllowedTypes(List.of("com.example")).canBeAllowed(name)).isFalse();
	}

}
