package io.github.valkeyflavors.cache;

/**
 * Thrown inside a cache when the bytes of an entry are not a value; never leaves it.
 */
final class UnreadableEntryException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnreadableEntryException(RuntimeException cause) {
		super(cause);
	}

	String reason() {
		return String.valueOf((getCause() != null) ? getCause().getMessage() : null);
	}

}
