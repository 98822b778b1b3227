package io.github.valkeyflavors.session.guard;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Thrown when a session is used that cannot be read, saved or deleted because of its
 * server. A request in which this happens is answered with 503, whatever becomes of the
 * exception; only {@link AvailableSession} goes on without the session.
 *
 * @since 0.1.0
 */
public class SessionsUnavailableException extends DataAccessResourceFailureException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param operation what could not be done with the session: {@code read},
	 * {@code save} or {@code delete}
	 * @param cause what the server did
	 */
	public SessionsUnavailableException(String operation, Throwable cause) {
		super("The session's server is not available to %s it".formatted(operation), cause);
	}

	/**
	 * Returns what to throw in place of an exception that a repository of sessions threw
	 * while a request is handled.
	 * @param operation what could not be done with the session
	 * @param ex the exception
	 * @return one of this type if the server failed, else the exception itself
	 */
	public static RuntimeException translate(String operation, RuntimeException ex) {
		if (!SessionServer.isFailure(ex)) {
			return ex;
		}
		return (ex instanceof SessionsUnavailableException) ? ex : SessionUse.current().failed(operation, ex);
	}

}
