package io.github.valkeyflavors.ops.policy;

import io.github.valkeyflavors.ops.server.ServerWatch;

/**
 * Compares what the servers are like with what their flavors need.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class PolicyAudit {

	private volatile PolicyReport report = PolicyReport.NONE;

	private final ServerWatch watch;

	/**
	 * Creates the audit.
	 * @param watch knows the servers
	 */
	public PolicyAudit(ServerWatch watch) {
		this.watch = watch;
	}

	/**
	 * Returns the last report. Asks nobody.
	 * @return the report
	 */
	public PolicyReport report() {
		return this.report;
	}

	/**
	 * Asks the servers in use now and evaluates their answers.
	 * @return the new report
	 */
	public PolicyReport run() {
		this.watch.refresh();
		return this.report;
	}

}
