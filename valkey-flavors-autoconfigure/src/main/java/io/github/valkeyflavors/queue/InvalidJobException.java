package io.github.valkeyflavors.queue;

/**
 * Thrown at start-up when a {@link Job} method is declared in a way that cannot work.
 *
 * @since 0.1.0
 */
public class InvalidJobException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param problem what is wrong, with the method's name
	 * @param remedy what to write instead
	 */
	public InvalidJobException(String problem, String remedy) {
		super(problem);
		this.remedy = remedy;
	}

	/**
	 * Returns what to write instead.
	 * @return one sentence
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
