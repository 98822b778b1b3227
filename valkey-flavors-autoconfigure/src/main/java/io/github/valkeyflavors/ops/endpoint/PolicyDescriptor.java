package io.github.valkeyflavors.ops.endpoint;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.valkeyflavors.ops.policy.PolicyFinding;
import io.github.valkeyflavors.ops.policy.PolicyReport;

/**
 * What the policy audit found about a flavor.
 * <p>
 * Immutable and thread-safe.
 *
 * @param at when the servers were asked, or {@code null} if they were not yet
 * @param findings what does not suit the flavor, the worst first
 * @since 0.1.0
 */
public record PolicyDescriptor(@Nullable Instant at, List<PolicyFinding> findings) implements OperationResponseBody {

	/**
	 * Creates the value.
	 * @param at when the servers were asked
	 * @param findings what does not suit the flavor
	 */
	public PolicyDescriptor {
		findings = List.copyOf(findings);
	}

	static PolicyDescriptor of(PolicyReport report, String flavor) {
		return new PolicyDescriptor(report.at(), report.of(flavor));
	}

}
