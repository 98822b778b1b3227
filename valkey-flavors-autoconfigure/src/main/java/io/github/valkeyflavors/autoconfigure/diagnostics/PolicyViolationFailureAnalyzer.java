package io.github.valkeyflavors.autoconfigure.diagnostics;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.valkeyflavors.ops.policy.PolicyFinding;
import io.github.valkeyflavors.ops.policy.PolicyViolationException;

/**
 * Analyzes a {@link PolicyViolationException}.
 */
class PolicyViolationFailureAnalyzer extends AbstractFailureAnalyzer<PolicyViolationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PolicyViolationException cause) {
		List<PolicyFinding> findings = cause.getFindings();
		String description = findings.stream()
			.map((finding) -> "    %s: flavor '%s' at %s has %s, and needs %s%n".formatted(finding.id(),
					finding.flavor(), finding.server(), finding.found(), finding.needed()))
			.collect(Collectors.joining("",
					"Data can vanish with these settings of the servers ('valkey.policy-check' is 'fail'):%n%n"
						.formatted(),
					""));
		String lines = findings.stream()
			.filter((finding) -> !finding.conf().isEmpty())
			.map((finding) -> "    %s    # at %s%n".formatted(finding.conf(), finding.server()))
			.distinct()
			.collect(Collectors.joining());
		String action = lines.isEmpty() ? "Mend what is described, or set 'valkey.policy-check=report'."
				: "Put these lines into the configuration of the servers, or set 'valkey.policy-check=report':%n%n%s"
					.formatted(lines);
		return new FailureAnalysis(description, action, cause);
	}

}
