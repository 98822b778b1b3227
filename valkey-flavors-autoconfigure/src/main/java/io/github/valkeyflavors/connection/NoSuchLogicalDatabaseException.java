package io.github.valkeyflavors.connection;

/**
 * Thrown when a {@link ConnectionFactoryRouter} is asked for a logical database that the
 * topology does not have.
 *
 * @since 0.1.0
 */
public class NoSuchLogicalDatabaseException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what was asked for and what there is
	 */
	public NoSuchLogicalDatabaseException(String message) {
		super(message);
	}

}
