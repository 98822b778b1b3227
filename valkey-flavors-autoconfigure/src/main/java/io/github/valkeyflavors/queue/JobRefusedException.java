package io.github.valkeyflavors.queue;

import org.jspecify.annotations.Nullable;

/**
 * Thrown at whoever enqueues a job that cannot be accepted: arguments that cannot be
 * written as JSON, or a payload that is too large or too deep. Nothing has been written
 * then.
 *
 * @since 0.1.0
 */
public class JobRefusedException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message which job is refused, why, and what to do instead
	 * @param cause the failure that shows it, if there is one
	 */
	public JobRefusedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
