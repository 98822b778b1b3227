package io.github.valkeyflavors.ops.pressure;

import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * How full one server is, from reading to reading. Thread-safe: a server may be asked by
 * several at the same time.
 */
final class ServerPressure {

	private final Server server;

	private final PressureThresholds thresholds;

	private final Queue<PressureChange> changes = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean delivering = new AtomicBoolean();

	private volatile MemoryPressure pressure;

	private Instant asked;

	ServerPressure(Server server, PressureThresholds thresholds, Instant now) {
		this.server = server;
		this.thresholds = thresholds;
		this.asked = now;
		this.pressure = new MemoryPressure(server.address(),
				server.flavors().stream().map((flavor) -> flavor.flavor().name()).toList(), PressureLevel.NORMAL, null,
				now);
	}

	MemoryPressure pressure() {
		return this.pressure;
	}

	Server server() {
		return this.server;
	}

	/**
	 * A server that does not say how full it is stays where it was.
	 */
	synchronized void evaluate(Instant at, ServerInfo info) {
		if (at.isBefore(this.asked)) {
			return;
		}
		this.asked = at;
		MemoryPressure previous = this.pressure;
		Double use = info.memoryUse();
		PressureLevel level = level(previous.level(), use, info);
		Instant since = (level != previous.level()) ? at : previous.since();
		MemoryPressure current = new MemoryPressure(previous.server(), previous.flavors(), level, use, since);
		this.pressure = current;
		if (level != previous.level()) {
			String policy = info.text("maxmemory_policy");
			this.changes.add(new PressureChange(new MemoryPressureEvent(previous, current, mayEvict(policy)), policy));
		}
	}

	private PressureLevel level(PressureLevel current, @Nullable Double use, ServerInfo info) {
		if (use != null) {
			return this.thresholds.next(current, use);
		}
		boolean unlimited = info.number("maxmemory").orElse(-1) == 0;
		return unlimited ? PressureLevel.NORMAL : current;
	}

	private boolean mayEvict(@Nullable String policy) {
		return this.server.flavors().stream().allMatch(ResolvedFlavor::evicting)
				&& (policy == null || policy.startsWith("allkeys-"));
	}

	/**
	 * Hands the changes over, one after the other and without a lock: a listener may ask
	 * the server again. Who comes while another thread is at it leaves his changes to
	 * that one.
	 */
	void deliver(Consumer<PressureChange> listener) {
		while (!this.changes.isEmpty() && this.delivering.compareAndSet(false, true)) {
			try {
				PressureChange change = this.changes.poll();
				if (change != null) {
					listener.accept(change);
				}
			}
			finally {
				this.delivering.set(false);
			}
		}
	}

}
