package io.github.valkeyflavors.outage;

/**
 * Finds out whether a server works again. Does its own I/O, on the thread of the breaker.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Probe {

	/**
	 * Asks the server, in a bounded time, and mends the connections to it.
	 * @param reason what was wrong last
	 * @throws org.springframework.dao.DataAccessException if the server is still away
	 */
	void probe(OutageReason reason);

	/**
	 * Returns whether there is anything to probe: not while the application is stopped,
	 * when failures say nothing about the server.
	 * @return whether the server is in use
	 */
	default boolean isActive() {
		return true;
	}

}
