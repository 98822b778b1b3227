package io.github.valkeyflavors.queue.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when an entry of a queue is not a job: no JSON object, or one without a
 * {@code class} and an array of {@code args}.
 *
 * @since 0.1.0
 */
public class MalformedPayloadException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what is wrong with the entry
	 * @param cause the failure of the parser, if it failed
	 */
	public MalformedPayloadException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
