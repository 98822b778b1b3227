package io.github.valkeyflavors.ops.memory;

/**
 * Thrown when an audit of a server is started while another one is under way there.
 *
 * @since 0.1.0
 */
public class MemoryAuditInProgressException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message which server is being looked at
	 */
	public MemoryAuditInProgressException(String message) {
		super(message);
	}

}
