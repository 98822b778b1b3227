package io.github.valkeyflavors.queue.admin;

/**
 * The entries of a list or a set that a caller asks for.
 */
record Page(long offset, int limit) {

	private static final int MAX_LIMIT = 1_000;

	Page {
		if (offset < 0) {
			throw new IllegalArgumentException("'offset' must be 0 or more, but is " + offset);
		}
		if (limit < 1 || limit > MAX_LIMIT) {
			throw new IllegalArgumentException("'limit' must be 1 to %d, but is %d".formatted(MAX_LIMIT, limit));
		}
	}

	long first() {
		return Math.min(this.offset, Long.MAX_VALUE - this.limit);
	}

	long last() {
		return first() + this.limit - 1;
	}

}
