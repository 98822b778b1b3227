package io.github.valkeyflavors.session.guard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * What a request is told that needs a session while its server is not available: a
 * problem detail (RFC 9457), or a small page where a browser shows it to a person.
 */
final class UnavailableAnswer {

	static final int STATUS = 503;

	private static final List<MediaType> PAGES = List.of(MediaType.TEXT_HTML, MediaType.APPLICATION_XHTML_XML);

	private static final List<MediaType> PROBLEMS = List.of(MediaType.APPLICATION_PROBLEM_JSON,
			MediaType.APPLICATION_JSON);

	private final long seconds;

	/**
	 * Creates the answer.
	 * @param retryAfter when the client should try again, rounded up to seconds
	 */
	UnavailableAnswer(Duration retryAfter) {
		this.seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
	}

	String retryAfter() {
		return Long.toString(this.seconds);
	}

	/**
	 * Whether a request failed for want of its session.
	 */
	static boolean isDueTo(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SessionsUnavailableException) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a header is needed to read the answer, and stays when the rest of the
	 * application's answer is thrown away.
	 */
	static boolean isKept(String header) {
		String name = header.toLowerCase(Locale.ROOT);
		return name.startsWith("access-control-") || name.equals("vary");
	}

	/**
	 * Whether a client asks for a page rather than for a problem detail.
	 * @param accept its {@code Accept} header
	 */
	static boolean wantsPage(@Nullable String accept) {
		if (accept == null) {
			return false;
		}
		try {
			List<MediaType> types = MediaType.parseMediaTypes(accept);
			return quality(types, PAGES) > 0 && quality(types, PAGES) >= quality(types, PROBLEMS);
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private static double quality(List<MediaType> accepted, List<MediaType> offered) {
		return accepted.stream()
			.filter((type) -> offered.stream().anyMatch(type::equalsTypeAndSubtype))
			.mapToDouble(MediaType::getQualityValue)
			.max()
			.orElse(0);
	}

	/**
	 * Returns the problem detail.
	 * @param path the path of the request, without its query
	 */
	byte[] problem(String path) {
		return """
				{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"%s","instance":"%s"}"""
			.formatted(detail(), escape(path))
			.getBytes(StandardCharsets.UTF_8);
	}

	byte[] page() {
		return """
				<!DOCTYPE html>
				<html lang="en">
				<head><meta charset="utf-8"><title>Service Unavailable</title></head>
				<body><h1>Service Unavailable</h1><p>%s</p></body>
				</html>
				""".formatted(detail()).getBytes(StandardCharsets.UTF_8);
	}

	private String detail() {
		return "Your session cannot be reached at the moment. Try again in %d seconds.".formatted(this.seconds);
	}

	// A path is escaped by its client, or should be
	private static String escape(String path) {
		StringBuilder escaped = new StringBuilder(path.length());
		path.chars()
			.forEach((character) -> escaped
				.append((character > ' ' && character < 127 && character != '"' && character != '\\')
						? Character.toString(character) : "\\u%04x".formatted(character)));
		return escaped.toString();
	}

}
