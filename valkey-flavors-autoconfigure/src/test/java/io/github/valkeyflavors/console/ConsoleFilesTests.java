package io.github.valkeyflavors.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConsoleFiles}, and of the files themselves.
 */
class ConsoleFilesTests {

	private static final Pattern LINKS = Pattern.compile("(?:src=|href=|from )['\"](?:\\./)?([a-z]+\\.[a-z]+)['\"]");

	@Test
	void servesWhateverThePageUses() throws Exception {
		assertThat(reachable()).containsKeys("index.html", "console.css", "icon.svg", "console.js", "api.js", "dom.js",
				"actions.js", "flavors.js", "queues.js", "sets.js", "jobs.js", "processes.js", "history.js");
	}

	@Test
	void makesElementsOfNothingThatIsRead() throws Exception {
		assertThat(reachable()).allSatisfy((name, text) -> assertThat(text).as(name)
			.doesNotContainPattern(
					"innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|setHTML|srcdoc|createContextualFragment|\\beval\\b|new Function|javascript:"));
	}

	@Test
	void hasNoInlineScriptsOrStyles() throws Exception {
		assertThat(reachable().get("index.html"))
			.doesNotContainPattern("(?i)<script(?![^>]*\\ssrc=)|<style|\\sstyle=|\\son[a-z]+=");
	}

	@Test
	void loadsNothingFromElsewhere() throws Exception {
		assertThat(reachable())
			.allSatisfy((name, text) -> assertThat(text.replace("http://www.w3.org/2000/svg", "")).as(name)
				.doesNotContainPattern("https?://|url\\(|@import"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "../ConsoleServlet.class", "ConsoleServlet.class", "index.htm", "/index.html", "api.js/",
			"..%2fconsole.js" })
	void servesNothingElse(String name) {
		assertThatExceptionOfType(ConsoleProblem.class)
			.isThrownBy(() -> ConsoleFiles.write(name, new MockHttpServletResponse()))
			.extracting(ConsoleProblem::status)
			.isEqualTo(404);
	}

	private static Map<String, String> reachable() throws IOException {
		Map<String, String> files = new TreeMap<>();
		Deque<String> names = new ArrayDeque<>();
		names.add("index.html");
		while (!names.isEmpty()) {
			String name = names.remove();
			if (!files.containsKey(name)) {
				String text = text(name);
				ConsoleFiles.write(name, new MockHttpServletResponse());
				files.put(name, text);
				LINKS.matcher(text).results().map((MatchResult link) -> link.group(1)).forEach(names::add);
			}
		}
		return files;
	}

	private static String text(String name) throws IOException {
		try (InputStream file = ConsoleFiles.class.getResourceAsStream(name)) {
			assertThat(file).as(name).isNotNull();
			return new String(file.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
