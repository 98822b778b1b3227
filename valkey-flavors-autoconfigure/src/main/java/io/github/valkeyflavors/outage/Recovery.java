package io.github.valkeyflavors.outage;

/**
 * Makes good what could not be done at the server during an outage, before its breaker
 * closes and anybody else talks to the server again.
 *
 * @since 0.1.0
 */
public interface Recovery {

	/**
	 * Makes good what was missed. Called on the thread of the breaker's probe, once the
	 * server answers, and again until {@link #isComplete()}.
	 * @throws org.springframework.dao.DataAccessException if the server is away again
	 */
	void recover();

	/**
	 * Returns whether nothing is left to do. Called under the lock of the breaker, so
	 * that nothing can be missed between this and its closing. Must not do I/O.
	 * @return whether the breaker may close
	 */
	boolean isComplete();

}
