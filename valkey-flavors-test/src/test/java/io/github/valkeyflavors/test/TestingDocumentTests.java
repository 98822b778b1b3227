package io.github.valkeyflavors.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/testing.md} are compiled and run, as {@link CheckoutTests}.
 */
class TestingDocumentTests {

	private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	@Test
	void showsExamplesThatAreCompiled() throws IOException {
		String source = Files
			.readString(Path.of("src/test/java", CheckoutTests.class.getName().replace('.', '/') + ".java"))
			.replace("\t", "    ");

		assertThat(examples()).hasSize(3).allSatisfy((example) -> assertThat(source).contains(example));
	}

	@Test
	void startsWithAnExample() throws IOException {
		assertThat(Files.readString(Path.of("../docs/testing.md")).lines().limit(15)).contains("```java");
	}

	private static List<String> examples() throws IOException {
		return EXAMPLE.matcher(Files.readString(Path.of("../docs/testing.md")))
			.results()
			.map((match) -> match.group(1))
			.toList();
	}

}
