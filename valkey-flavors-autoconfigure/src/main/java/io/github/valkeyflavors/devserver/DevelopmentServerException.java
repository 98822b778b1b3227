package io.github.valkeyflavors.devserver;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a development server cannot be found, started or reached. The message is
 * one paragraph that says what to do, or ends with the server's own last lines.
 *
 * @since 0.1.0
 */
public class DevelopmentServerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	DevelopmentServerException(String message) {
		super(message);
	}

	DevelopmentServerException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
