package io.github.valkeyflavors.queue;

/**
 * The failure of a job whose type no {@link Job} method of this application declares,
 * where such jobs are not left to others. No retry would help: the job goes to the dead
 * set under this error class.
 *
 * @since 0.1.0
 */
public class UnknownJobTypeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message which type is not declared
	 */
	public UnknownJobTypeException(String message) {
		super(message);
	}

}
