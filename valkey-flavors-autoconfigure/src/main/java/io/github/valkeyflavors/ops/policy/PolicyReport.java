package io.github.valkeyflavors.ops.policy;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The findings about all servers at a moment.
 * <p>
 * Immutable and thread-safe.
 *
 * @param at when the servers were asked last, or {@code null} if they were not yet
 * @param findings the findings, by flavor, the worst of a flavor first
 * @since 0.1.0
 */
public record PolicyReport(@Nullable Instant at, List<PolicyFinding> findings) {

	/**
	 * The report before the first audit.
	 */
	public static final PolicyReport NONE = new PolicyReport(null, List.of());

	/**
	 * Creates a report.
	 * @param at when the servers were asked last
	 * @param findings the findings
	 */
	public PolicyReport {
		findings = List.copyOf(findings);
	}

	/**
	 * Returns the findings of a flavor.
	 * @param flavor the name of the flavor
	 * @return its findings, the worst first
	 */
	public List<PolicyFinding> of(String flavor) {
		return this.findings.stream().filter((finding) -> finding.flavor().equals(flavor)).toList();
	}

}
