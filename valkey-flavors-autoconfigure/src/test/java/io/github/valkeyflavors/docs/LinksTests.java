package io.github.valkeyflavors.docs;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the links between the documents.
 */
class LinksTests {

	private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]+)[^)]*\\)");

	static Stream<Path> documents() throws IOException, URISyntaxException {
		Path root = Path.of(LinksTests.class.getProtectionDomain().getCodeSource().getLocation().toURI())
			.resolve("../../..")
			.normalize();
		List<Path> folders = List.of(root, root.resolve("docs"), root.resolve("docs/decisions"), root.resolve("docker"),
				root.resolve("samples/storefront"));
		return folders.stream().flatMap(LinksTests::files).filter((file) -> file.toString().endsWith(".md"));
	}

	private static Stream<Path> files(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.toList().stream();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@MethodSource("documents")
	void leadToFilesThatExist(Path document) throws IOException {
		Path folder = document.getParent();
		Matcher links = LINK.matcher(Files.readString(document));

		assertThat(links.results().map((link) -> folder.resolve(link.group(1)))).allMatch(Files::exists);
	}

}
