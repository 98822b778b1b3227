package io.github.valkeyflavors.ops.memory;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How keys are named in a report: abbreviated, and by the pattern that they have in
 * common with others. Keys of sessions are their pattern, in which nothing remains that
 * could be an id or a user.
 * <p>
 * Immutable and thread-safe.
 */
final class KeyNames {

	private static final int LONGEST_KEY = 512;

	private static final int LONGEST_NAME = 80;

	private static final String ANYTHING = "*";

	private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

	private static final Pattern MAIL = Pattern.compile("[^:/|@\\s]+@[^:/|@\\s]+");

	private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]*[0-9][A-Za-z0-9]*");

	private static final Pattern ID = Pattern.compile("[0-9]+|[0-9a-fA-F]{8,}|[A-Za-z0-9]{16,}");

	private static final Pattern DIGITS = Pattern.compile("[0-9]+");

	private static final Pattern UNREADABLE = Pattern.compile("(\\\\x[0-9a-f]{2})+");

	private static final Pattern ANYTHINGS = Pattern.compile("\\*([-_.,+=]*\\*)+");

	/**
	 * Namespaces and names of classes, such as those of Spring Session.
	 */
	private static final Pattern PLAIN = Pattern.compile("[a-z]{1,16}([-_][a-z]{1,16})*(\\.[A-Za-z_]+)*");

	private static final Set<String> PLAIN_ENDS = Set.of("idx", "expirations");

	private static final String INDEX = "_INDEX_NAME";

	private final boolean secret;

	/**
	 * Creates the names.
	 * @param secret whether who knows a key has what it stands for
	 */
	KeyNames(boolean secret) {
		this.secret = secret;
	}

	/**
	 * Returns the name of a key for people.
	 */
	String shown(byte[] key) {
		return this.secret ? pattern(key) : abbreviate(text(key), "…");
	}

	/**
	 * Returns what the names of keys have in common that differ in numbers, UUIDs,
	 * hexadecimal and other random ids, addresses and unreadable bytes only.
	 */
	String pattern(byte[] key) {
		String text = text(key);
		if (this.secret) {
			return abbreviate(plain(text), ANYTHING);
		}
		text = UUID.matcher(text).replaceAll(ANYTHING);
		text = MAIL.matcher(text).replaceAll(ANYTHING);
		text = UNREADABLE.matcher(text).replaceAll(ANYTHING);
		text = WORD.matcher(text)
			.replaceAll((word) -> ID.matcher(word.group()).matches() ? ANYTHING
					: DIGITS.matcher(word.group()).replaceAll(ANYTHING));
		return abbreviate(ANYTHINGS.matcher(text).replaceAll(ANYTHING), ANYTHING);
	}

	private static String plain(String text) {
		String[] parts = text.split(":", -1);
		StringBuilder plain = new StringBuilder();
		for (int i = 0; i < parts.length; i++) {
			boolean last = i == parts.length - 1;
			boolean shown = last ? PLAIN_ENDS.contains(parts[i]) : PLAIN.matcher(parts[i]).matches();
			plain.append((i > 0) ? ":" : "").append(shown ? parts[i] : ANYTHING);
			if (!last && parts[i].endsWith(INDEX)) {
				return plain.append(":" + ANYTHING).toString();
			}
		}
		return plain.toString();
	}

	static String text(byte[] key) {
		int length = Math.min(key.length, LONGEST_KEY);
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key, 0, length)).toString();
			if (text.chars().noneMatch(Character::isISOControl)) {
				return text;
			}
		}
		catch (CharacterCodingException ex) {
			// Bytes, or a character cut in two: shown as bytes
		}
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < length; i++) {
			if (key[i] >= ' ' && key[i] < 127) {
				text.append((char) key[i]);
			}
			else {
				text.append("\\x").append(HexFormat.of().toHexDigits(key[i]));
			}
		}
		return text.toString();
	}

	private static String abbreviate(String text, String mark) {
		return (text.codePointCount(0, text.length()) <= LONGEST_NAME) ? text
				: text.substring(0, text.offsetByCodePoints(0, LONGEST_NAME - 1)) + mark;
	}

}
