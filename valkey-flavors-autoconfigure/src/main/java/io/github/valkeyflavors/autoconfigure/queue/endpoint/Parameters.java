package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.endpoint.ProblemException;

/**
 * Reads what callers of the endpoint write. Pure functions; each throws
 * {@link ProblemException} if it makes no sense.
 */
final class Parameters {

	/**
	 * Stands in a path for an entry that has no jid.
	 */
	static final String NO_JID = "-";

	private static final int DEFAULT_LIMIT = 50;

	private static final int MAX_LIMIT = 1_000;

	private static final long MAX_OFFSET = 1_000_000_000_000L;

	private static final Pattern JID = Pattern.compile("[A-Za-z0-9_:.-]{1,100}");

	private static final Pattern KEY = Pattern.compile("[0-9a-f]{16}");

	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

	private Parameters() {
	}

	static long offset(@Nullable String text) {
		return (text != null) ? number("offset", text, 0, MAX_OFFSET) : 0;
	}

	static int limit(@Nullable String text) {
		return (text != null) ? (int) number("limit", text, 1, MAX_LIMIT) : DEFAULT_LIMIT;
	}

	private static long number(String name, String text, long least, long most) {
		try {
			long number = Long.parseLong(text);
			if (number >= least && number <= most) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// The same answer as for a number out of range
		}
		throw ProblemException.badRequest("'%s' must be a number from %d to %d, but is '%s'.".formatted(name, least,
				most, ProblemException.shown(text)));
	}

	static String jid(String text) {
		if (text.equals(NO_JID)) {
			return "";
		}
		if (!JID.matcher(text).matches()) {
			throw ProblemException.badRequest(
					"'%s' is not the id of a job: those have letters, digits and a few signs. '-' stands for an entry without one."
						.formatted(ProblemException.shown(text)));
		}
		return text;
	}

	static void key(@Nullable String text) {
		if (text != null && !KEY.matcher(text).matches()) {
			throw ProblemException.badRequest("'key' must be 16 digits and letters as the list shows them, but is '%s'."
				.formatted(ProblemException.shown(text)));
		}
	}

	static Instant at(@Nullable String text) {
		if (text == null) {
			throw ProblemException.badRequest(
					"'at' is missing: several jobs of a set can have one id. It is the time that the list shows.");
		}
		try {
			Instant at = Instant.parse(text);
			if (!at.isBefore(Instant.EPOCH) && at.isBefore(LATEST)) {
				return at;
			}
		}
		catch (DateTimeException ex) {
			// The same answer as for a time out of range
		}
		throw ProblemException.badRequest("'at' must be a time such as 2026-11-30T12:00:00.123456Z, but is '%s'."
			.formatted(ProblemException.shown(text)));
	}

	static String name(String kind, String text) {
		if (text.isBlank()) {
			throw ProblemException.badRequest("The name of one of the %s is blank.".formatted(kind));
		}
		return text;
	}

}
