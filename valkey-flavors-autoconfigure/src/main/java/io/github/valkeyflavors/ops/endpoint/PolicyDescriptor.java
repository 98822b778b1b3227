package io.github.valkeyflavors.ops.endpoint;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.policy.PolicyFinding;

/**
 * What the policy audit found about a flavor.
 * <p>
 * Immutable and thread-safe.
 *
 * @param audited whether the flavor's server has ever said what it is like. If it has
 * not, no findings mean nothing, and one may say why
 * @param at when the server was asked for what was audited last, or {@code null} if it
 * was not audited yet
 * @param findings what does not suit the flavor, the worst first
 * @since 0.1.0
 */
public record PolicyDescriptor(boolean audited, @Nullable Instant at,
		List<PolicyFinding> findings) implements OperationResponseBody {

	/**
	 * Creates the value.
	 * @param audited whether the flavor's server has ever said what it is like
	 * @param at when the server was asked
	 * @param findings what does not suit the flavor
	 */
	public PolicyDescriptor {
		findings = List.copyOf(findings);
	}

	static PolicyDescriptor of(PolicyAudit audit, String flavor) {
		Instant at = audit.auditedAt(flavor);
		return new PolicyDescriptor(at != null, at, audit.report().of(flavor));
	}

}
