package io.github.valkeyflavors.console;

/**
 * An answer that says why a request cannot be fulfilled, and what to do.
 *
 * @since 0.1.0
 */
@SuppressWarnings("serial") // it ends with the request
public final class ConsoleProblem extends RuntimeException {

	private final int status;

	/**
	 * Creates a problem.
	 * @param status the status of the answer, 400 to 599
	 * @param message a sentence for people, without anything secret
	 */
	public ConsoleProblem(int status, String message) {
		super(message, null, false, false);
		this.status = status;
	}

	/**
	 * Returns the status of the answer.
	 * @return the status, 400 to 599
	 */
	public int status() {
		return this.status;
	}

	String text() {
		return String.valueOf(getMessage());
	}

}
