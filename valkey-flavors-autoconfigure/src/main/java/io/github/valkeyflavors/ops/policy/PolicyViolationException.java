package io.github.valkeyflavors.ops.policy;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown at the start of an application that must not run on servers with such settings.
 *
 * @since 0.1.0
 */
public class PolicyViolationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<PolicyFinding> findings;

	/**
	 * Creates the exception.
	 * @param findings what is wrong, at least one finding
	 */
	public PolicyViolationException(List<PolicyFinding> findings) {
		super(findings.stream().map(PolicyFinding::sentence).collect(Collectors.joining("; ")));
		this.findings = List.copyOf(findings);
	}

	/**
	 * Returns what is wrong.
	 * @return the findings
	 */
	public List<PolicyFinding> getFindings() {
		return this.findings;
	}

}
