package io.github.valkeyflavors.queue;

import org.jspecify.annotations.Nullable;

/**
 * The failure of a job whose arguments do not fit the parameters of its {@link Job}
 * method. No retry would help: the job goes to the dead set at once.
 *
 * @since 0.1.0
 */
public class JobArgumentException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message which argument of which job does not fit which parameter
	 * @param cause why it does not fit, if there is more to say
	 */
	public JobArgumentException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
