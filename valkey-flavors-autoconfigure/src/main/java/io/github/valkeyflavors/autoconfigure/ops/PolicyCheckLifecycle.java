package io.github.valkeyflavors.autoconfigure.ops;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.SmartLifecycle;

import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.policy.PolicyFinding;
import io.github.valkeyflavors.ops.policy.PolicyFinding.Severity;
import io.github.valkeyflavors.ops.policy.PolicyViolationException;

/**
 * Looks at the servers before the application takes a request or a job, and does not let
 * it start where data can vanish. A server that does not answer stops nothing: an
 * application starts while its servers are away.
 */
final class PolicyCheckLifecycle implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(PolicyCheckLifecycle.class);

	// After the connection factories, before workers and web servers
	private static final int PHASE = 1;

	private final PolicyAudit audit;

	private volatile boolean running;

	PolicyCheckLifecycle(PolicyAudit audit) {
		this.audit = audit;
	}

	@Override
	public void start() {
		List<PolicyFinding> findings = this.audit.run().findings();
		List<PolicyFinding> errors = findings.stream()
			.filter((finding) -> finding.severity() == Severity.ERROR)
			.toList();
		if (!errors.isEmpty()) {
			throw new PolicyViolationException(errors);
		}
		findings.stream()
			.filter((finding) -> finding.id().equals("unknown"))
			.forEach((finding) -> logger.warn("The start could not check flavor '%s' at %s and goes on: %s"
				.formatted(finding.flavor(), finding.server(), finding.found())));
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
