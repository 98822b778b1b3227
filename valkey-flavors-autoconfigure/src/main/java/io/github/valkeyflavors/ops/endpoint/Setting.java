package io.github.valkeyflavors.ops.endpoint;

/**
 * A value of the configuration with what set it. Credentials are never shown.
 * <p>
 * Immutable and thread-safe.
 *
 * @param value the value, or {@code ******} for a credential
 * @param origin the property, variable or bean that set it, with its place; or
 * {@code default}
 * @since 0.1.0
 */
public record Setting(Object value, String origin) {

	private static final String HIDDEN = "******";

	static Setting hidden(String origin) {
		return new Setting(HIDDEN, origin);
	}

}
