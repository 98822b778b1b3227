package io.github.valkeyflavors.ops.policy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FindingId}.
 */
class FindingIdTests {

	private static final Pattern ROW = Pattern
		.compile("(?m)^\\| `([a-z-]+)` \\| (?:error|warning|info)[^|]*\\|[^|]*\\|[^|]*\\|$");

	@Test
	void isDocumented() throws Exception {
		Path classes = Path.of(FindingId.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		String document = Files.readString(classes.resolve("../../../docs/operations.md").normalize());

		List<String> rows = ROW.matcher(document).results().map((row) -> row.group(1)).toList();

		assertThat(rows).containsExactlyElementsOf(Arrays.stream(FindingId.values()).map(FindingId::tag).toList());
	}

}
