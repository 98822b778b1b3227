package io.github.valkeyflavors.queue;

/**
 * The failure of a job that was in the hand of too many processes when they were lost: it
 * may be what ended them. The job goes to the dead set under this error class.
 *
 * @since 0.1.0
 */
public class ProcessLostException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message how many processes were lost
	 */
	public ProcessLostException(String message) {
		super(message);
	}

}
