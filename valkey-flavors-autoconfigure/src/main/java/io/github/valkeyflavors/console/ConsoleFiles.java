package io.github.valkeyflavors.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

/**
 * The files of the page. Only these are served, whatever a path says.
 */
final class ConsoleFiles {

	private static final String PAGE = "index.html";

	private static final String SCRIPT = "text/javascript;charset=UTF-8";

	private static final Map<String, String> TYPES = Map.ofEntries(Map.entry(PAGE, "text/html;charset=UTF-8"),
			Map.entry("console.css", "text/css;charset=UTF-8"), Map.entry("icon.svg", "image/svg+xml"),
			Map.entry("console.js", SCRIPT), Map.entry("api.js", SCRIPT), Map.entry("dom.js", SCRIPT),
			Map.entry("actions.js", SCRIPT), Map.entry("flavors.js", SCRIPT), Map.entry("queues.js", SCRIPT),
			Map.entry("sets.js", SCRIPT), Map.entry("jobs.js", SCRIPT), Map.entry("processes.js", SCRIPT),
			Map.entry("history.js", SCRIPT));

	private ConsoleFiles() {
	}

	/**
	 * Answers with a file.
	 * @param name its name, empty for the page
	 */
	static void write(String name, HttpServletResponse response) throws IOException {
		String file = name.isEmpty() ? PAGE : name;
		String type = TYPES.get(file);
		if (type == null) {
			throw new ConsoleProblem(404, "The console has no such page.");
		}
		try (InputStream content = ConsoleFiles.class.getResourceAsStream(file)) {
			if (content == null) {
				throw new IllegalStateException("'%s' is missing in the jar".formatted(file));
			}
			response.setContentType(type);
			content.transferTo(response.getOutputStream());
		}
	}

}
