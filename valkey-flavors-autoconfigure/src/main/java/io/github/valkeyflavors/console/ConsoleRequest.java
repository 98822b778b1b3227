package io.github.valkeyflavors.console;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the page asks for, checked.
 */
final class ConsoleRequest {

	static final String HEADER = "X-Valkey-Console";

	private static final JsonMapper READER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private static final int MAX_BODY = 16_384;

	private static final int MAX_LIMIT = 100;

	private static final int MAX_NAME = 1_000;

	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

	private final HttpServletRequest request;

	ConsoleRequest(HttpServletRequest request) {
		this.request = request;
	}

	@Nullable String text(String name) {
		try {
			return this.request.getParameter(name);
		}
		// Each server has an exception of its own
		catch (RuntimeException ex) {
			throw bad("The query cannot be read: '%' must be followed by two digits of an UTF-8 byte.");
		}
	}

	String required(String name) {
		return required(name, text(name));
	}

	static String required(String name, @Nullable String value) {
		if (value == null || value.isBlank()) {
			throw bad("'%s' is missing.".formatted(name));
		}
		if (value.length() > MAX_NAME) {
			throw bad("'%s' is longer than %,d characters.".formatted(name, MAX_NAME));
		}
		return value;
	}

	long offset() {
		long offset = number("offset", 0);
		if (offset < 0) {
			throw bad("'offset' must be 0 or more, but is %d.".formatted(offset));
		}
		return offset;
	}

	int limit() {
		long limit = number("limit", 25);
		if (limit < 1 || limit > MAX_LIMIT) {
			throw bad("'limit' must be 1 to %d, but is %d.".formatted(MAX_LIMIT, limit));
		}
		return (int) limit;
	}

	private long number(String name, long other) {
		String value = text(name);
		try {
			return (value != null) ? Long.parseLong(value) : other;
		}
		catch (NumberFormatException ex) {
			throw bad("'%s' must be a whole number.".formatted(name));
		}
	}

	static Instant instant(String name, @Nullable String value) {
		String text = required(name, value);
		try {
			Instant instant = Instant.parse(text);
			if (!instant.isBefore(Instant.EPOCH) && instant.isBefore(LATEST)) {
				return instant;
			}
		}
		catch (DateTimeException ex) {
			// The same answer as for a time out of range
		}
		throw bad("'%s' must be a time such as 2026-01-31T12:00:00.123456Z.".formatted(name));
	}

	<T> T body(Class<T> type) throws IOException {
		byte[] body = this.request.getInputStream().readNBytes(MAX_BODY + 1);
		if (body.length > MAX_BODY) {
			throw new ConsoleProblem(413, "The request is longer than %,d bytes.".formatted(MAX_BODY));
		}
		try {
			T value = READER.readValue(body, type);
			if (value != null) {
				return value;
			}
		}
		catch (JacksonException ex) {
			// Its message shows the code, and helps nobody else
		}
		throw bad("The request is not the JSON that the console's own page sends.");
	}

	/**
	 * Refuses changes that another site asks for in the name of the visitor. A form of it
	 * cannot send the header nor the type, and its scripts would need a permission by
	 * CORS, which an application may give too generously.
	 */
	void checkOwnPage() {
		String type = this.request.getContentType();
		if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
			throw new ConsoleProblem(415, "The console takes JSON only.");
		}
		if (this.request.getHeader(HEADER) == null) {
			throw notOwnPage();
		}
		checkOwnSite();
	}

	/**
	 * Refuses what another site asks for. Programs and old browsers do not say who asks,
	 * and cannot be told from the page.
	 */
	void checkOwnSite() {
		String site = this.request.getHeader("Sec-Fetch-Site");
		boolean own = (site != null) ? site.equals("same-origin") : isOwnOrigin(this.request.getHeader("Origin"));
		if (!own) {
			throw notOwnPage();
		}
	}

	private static ConsoleProblem notOwnPage() {
		return new ConsoleProblem(403, "Only the console's own page may ask for this.");
	}

	private boolean isOwnOrigin(@Nullable String origin) {
		if (origin == null) {
			return true;
		}
		try {
			String authority = new URI(origin).getAuthority();
			return authority != null && (authority.equalsIgnoreCase(this.request.getHeader("Host"))
					|| authority.equalsIgnoreCase(this.request.getServerName() + ":" + this.request.getServerPort())
					|| authority.equalsIgnoreCase(this.request.getServerName()));
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	static ConsoleProblem bad(String text) {
		return new ConsoleProblem(400, text);
	}

}
