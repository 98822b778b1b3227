package io.github.valkeyflavors.queue.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Payloads that Sidekiq 8.1.7 wrote, recorded by {@code record-sidekiq.rb}.
 */
public final class Goldens {

	private Goldens() {
	}

	public static Map<String, String> all() {
		try (InputStream file = Objects.requireNonNull(Goldens.class.getResourceAsStream("sidekiq-8.1.7.tsv"))) {
			Map<String, String> payloads = new LinkedHashMap<>();
			String lines = new String(file.readAllBytes(), StandardCharsets.UTF_8);
			lines.lines().forEach((line) -> {
				int tab = line.indexOf('\t');
				payloads.put(line.substring(0, tab), line.substring(tab + 1));
			});
			return payloads;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static String get(String name) {
		return Objects.requireNonNull(all().get(name));
	}

	/**
	 * Returns a time field of a payload without the help of the code under test.
	 */
	public static Instant time(String name, String field) {
		Matcher matcher = Pattern.compile("\"" + field + "\":(\\d+)").matcher(get(name));
		if (!matcher.find()) {
			throw new IllegalArgumentException(field);
		}
		return Instant.ofEpochMilli(Long.parseLong(matcher.group(1)));
	}

}
