package io.github.valkeyflavors.ops.endpoint;

import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.memory.MemoryAudit;
import io.github.valkeyflavors.ops.memory.MemoryAuditRun;
import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.pressure.MemoryPressure;
import io.github.valkeyflavors.ops.pressure.PressureMonitor;
import io.github.valkeyflavors.ops.server.ServerWatch;

/**
 * What looks after the servers. Thread-safe.
 *
 * @param watch knows what the servers said last
 * @param policyAudit compares them with what their flavors need, or {@code null} if that
 * is switched off
 * @param pressureMonitor knows how full they are, or {@code null} if that is switched off
 * @param memoryAudit finds out what fills them, or {@code null} if that is switched off
 * @param clock the wall clock
 * @since 0.1.0
 */
public record Operations(ServerWatch watch, @Nullable PolicyAudit policyAudit,
		@Nullable PressureMonitor pressureMonitor, @Nullable MemoryAudit memoryAudit, InstantSource clock) {

	@Nullable MemoryPressure pressure(String flavor) {
		return (this.pressureMonitor != null) ? this.pressureMonitor.pressures()
			.stream()
			.filter((pressure) -> pressure.flavors().contains(flavor))
			.findFirst()
			.orElse(null) : null;
	}

	@Nullable PolicyDescriptor policy(String flavor) {
		return (this.policyAudit != null) ? PolicyDescriptor.of(this.policyAudit, flavor) : null;
	}

	/**
	 * The memory audit that looks at a flavor now.
	 */
	@Nullable MemoryAuditRun memoryRun(String flavor) {
		return (this.memoryAudit != null)
				? this.memoryAudit.runs().stream().filter((run) -> isOf(run, flavor)).findFirst().orElse(null) : null;
	}

	// A request that names nothing is about everything
	private static boolean isOf(MemoryAuditRun run, String flavor) {
		return run.request().flavors().contains(flavor)
				|| (run.request().flavors().isEmpty() && run.request().databases().isEmpty());
	}

}
