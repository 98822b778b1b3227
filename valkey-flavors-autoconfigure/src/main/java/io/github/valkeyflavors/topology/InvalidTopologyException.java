package io.github.valkeyflavors.topology;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.topology.DeclaredTopology.Value;

/**
 * Thrown when a {@link DeclaredTopology} cannot be resolved. Says in one sentence each
 * what is wrong and what to write instead; never holds a secret.
 *
 * @since 0.1.0
 */
public class InvalidTopologyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param problem what is wrong, with the property's name, its value and its origin
	 * @param remedy what to write instead
	 */
	public InvalidTopologyException(String problem, String remedy) {
		super(problem);
		this.remedy = remedy;
	}

	static InvalidTopologyException of(Value value, String shownText, String problem, String remedy) {
		return new InvalidTopologyException(
				"'%s' is set to '%s' (%s): %s".formatted(value.name(), shownText, value.origin(), problem), remedy);
	}

	static InvalidTopologyException of(Value value, String problem, String remedy) {
		return of(value, value.text(), problem, remedy);
	}

	/**
	 * Returns what is wrong.
	 * @return one sentence that names the property or variable
	 */
	public String getProblem() {
		String message = getMessage();
		return (message != null) ? message : "";
	}

	/**
	 * Returns what to write instead.
	 * @return one sentence
	 */
	public String getRemedy() {
		return this.remedy;
	}

	static String describe(@Nullable Value value) {
		return (value != null) ? "'%s' (%s)".formatted(value.name(), value.origin()) : "nothing";
	}

}
