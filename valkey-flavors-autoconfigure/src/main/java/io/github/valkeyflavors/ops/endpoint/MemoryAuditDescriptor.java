package io.github.valkeyflavors.ops.endpoint;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.valkeyflavors.ops.memory.MemoryAuditRun;
import io.github.valkeyflavors.ops.memory.MemoryReport;

/**
 * The memory audits of a flavor.
 * <p>
 * Immutable and thread-safe.
 *
 * @param running the audit that is under way, or {@code null} if none is
 * @param report what the last one that has ended found, or {@code null} if there was none
 * @since 0.1.0
 */
public record MemoryAuditDescriptor(@Nullable Run running,
		@Nullable MemoryReport report) implements OperationResponseBody {

	static MemoryAuditDescriptor of(@Nullable MemoryAuditRun run, @Nullable MemoryReport report) {
		return new MemoryAuditDescriptor(
				(run != null) ? new Run(run.id(), run.startedAt(), run.state(), run.progress()) : null, report);
	}

	/**
	 * An audit that is under way.
	 *
	 * @param id what it is called
	 * @param startedAt when it started
	 * @param state how it stands
	 * @param progress how far it is
	 * @since 0.1.0
	 */
	public record Run(String id, Instant startedAt, MemoryAuditRun.State state, MemoryAuditRun.Progress progress) {

	}

}
