package io.github.valkeyflavors.queue.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * What a process of Sidekiq 8.1.7 wrote about itself, recorded by
 * {@code record-process.rb}.
 */
final class RecordedProcess {

	static final String IDENTITY = get("identity");

	private RecordedProcess() {
	}

	static String get(String name) {
		return Objects.requireNonNull(all().get(name));
	}

	private static Map<String, String> all() {
		try (InputStream file = Objects
			.requireNonNull(RecordedProcess.class.getResourceAsStream("sidekiq-8.1.7-process.tsv"))) {
			Map<String, String> texts = new LinkedHashMap<>();
			String lines = new String(file.readAllBytes(), StandardCharsets.UTF_8);
			lines.lines().forEach((line) -> {
				int tab = line.indexOf('\t');
				texts.put(line.substring(0, tab), line.substring(tab + 1));
			});
			return texts;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void writeTo(StringRedisTemplate template) {
		template.opsForSet().add("processes", IDENTITY);
		for (String field : new String[] { "info", "concurrency", "busy", "beat", "rtt_us", "quiet", "rss" }) {
			template.opsForHash().put(IDENTITY, field, get(field));
		}
		template.opsForHash().put(IDENTITY + ":work", "oh", get("work oh"));
	}

}
