package io.github.valkeyflavors.ops.memory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.ops.server.Servers;

/**
 * Finds out what fills the servers, by {@code SCAN} over all keys and
 * {@code MEMORY USAGE}, {@code TYPE} and {@code PTTL} of a sample of them. Writes nothing.
 * <p>
 * Thread-safe. Has a thread only while an audit runs. Close it to end the audits and
 * refuse new ones.
 *
 * @since 0.1.0
 */
public final class MemoryAudit implements AutoCloseable {

	/**
	 * Creates the audit; it asks nobody before it is started.
	 * @param servers the servers
	 * @param router leads to the connections of each logical database
	 * @param clock tells when an audit started
	 */
	public MemoryAudit(Servers servers, ConnectionFactoryRouter router, InstantSource clock) {
	}

	/**
	 * Starts an audit in the background.
	 * @param request what to look at
	 * @return the run
	 * @throws IllegalArgumentException if there is no such flavor or logical database
	 * @throws MemoryAuditInProgressException if one of the servers is being looked at
	 * @throws IllegalStateException if this is closed
	 */
	public MemoryAuditRun start(MemoryAuditRequest request) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Runs an audit and waits for it; an interrupt of the thread cancels it.
	 * @param request what to look at
	 * @return the report
	 * @throws IllegalArgumentException if there is no such flavor or logical database
	 * @throws MemoryAuditInProgressException if one of the servers is being looked at
	 * @throws IllegalStateException if the audit failed, which is logged, or this is
	 * closed
	 */
	public MemoryReport run(MemoryAuditRequest request) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Returns the audits that are under way.
	 * @return the runs, in the order of their start
	 */
	public List<MemoryAuditRun> runs() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Returns the audit that ended last.
	 * @return the report, or {@code null} if there was none
	 */
	public @Nullable MemoryReport last() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Returns the audit of a flavor that ended last.
	 * @param flavor the name of the flavor
	 * @return the report, in which there may be other flavors as well, or {@code null} if
	 * there was none
	 */
	public @Nullable MemoryReport last(String flavor) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Cancels the audits that are under way, waits for them for a moment, and refuses new
	 * ones.
	 */
	@Override
	public void close() {
		Duration unused = Duration.ZERO;
	}

}
