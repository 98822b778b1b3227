package io.github.valkeyflavors.json;

import org.springframework.data.redis.serializer.SerializationException;

/**
 * Thrown when JSON cannot be read. Its message names types, but never shows a value, so
 * it may go to logs.
 *
 * @since 0.1.0
 */
public final class UnreadableJsonException extends SerializationException {

	private static final long serialVersionUID = 1L;

	UnreadableJsonException(String message, Throwable cause) {
		super(message, cause);
	}

}
