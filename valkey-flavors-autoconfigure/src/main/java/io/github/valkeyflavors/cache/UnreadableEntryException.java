package io.github.valkeyflavors.cache;

import org.jspecify.annotations.Nullable;

/**
 * Thrown inside a cache when the bytes of an entry are not a value; never leaves it.
 */
final class UnreadableEntryException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String reason;

	UnreadableEntryException(String reason, @Nullable RuntimeException cause) {
		super(reason, cause);
		this.reason = reason;
	}

	String reason() {
		return this.reason;
	}

}
