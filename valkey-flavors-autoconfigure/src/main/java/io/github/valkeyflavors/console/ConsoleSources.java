package io.github.valkeyflavors.console;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.history.FlavorHistory;
import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.pressure.PressureMonitor;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.queue.admin.JobQueues;

/**
 * What the console shows. Whatever the application does not have is {@code null}, and
 * absent from the page.
 * <p>
 * Immutable and thread-safe.
 *
 * @param application the name of the application, empty if it has none
 * @param watch knows the servers
 * @param policy compares them with what their flavors need
 * @param pressure knows how full they are
 * @param history remembers what happened to them
 * @param queues the queue database
 * @since 0.1.0
 */
public record ConsoleSources(String application, @Nullable ServerWatch watch, @Nullable PolicyAudit policy,
		@Nullable PressureMonitor pressure, @Nullable FlavorHistory history, @Nullable JobQueues queues) {

}
