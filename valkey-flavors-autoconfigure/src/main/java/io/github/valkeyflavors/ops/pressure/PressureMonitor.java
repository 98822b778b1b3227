package io.github.valkeyflavors.ops.pressure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.ops.server.ServerReading;
import io.github.valkeyflavors.topology.Flavor;

/**
 * Knows the level of each server, from the readings that it is given, and tells when it
 * changes. Asks nobody itself. A server that does not answer, or does not say how full it
 * is, stays at its level.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class PressureMonitor implements Consumer<ServerReading> {

	private static final Log logger = LogFactory.getLog(PressureMonitor.class);

	private final PressureThresholds thresholds;

	private final PressureJournal journal;

	private final Map<String, ServerPressure> servers = new ConcurrentSkipListMap<>();

	private final List<Consumer<MemoryPressureEvent>> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Creates a monitor with the default thresholds that keeps no history.
	 */
	public PressureMonitor() {
		this(PressureThresholds.DEFAULTS, new PressureJournal((entry) -> {
		}));
	}

	/**
	 * Creates a monitor.
	 * @param thresholds tell the levels apart
	 * @param journal where changes are noted
	 */
	public PressureMonitor(PressureThresholds thresholds, PressureJournal journal) {
		this.thresholds = thresholds;
		this.journal = journal;
	}

	/**
	 * Returns how full the servers were when they were asked last. Asks nobody.
	 * @return one for each server that answered, in the order of their addresses
	 */
	public Collection<MemoryPressure> pressures() {
		return this.servers.values().stream().map(ServerPressure::pressure).toList();
	}

	/**
	 * Returns how full the server of a flavor was when it was asked last. Asks nobody.
	 * @param flavor the flavor
	 * @return the pressure, or {@code null} if the server has not answered yet
	 */
	public @Nullable MemoryPressure pressure(Flavor flavor) {
		for (ServerPressure server : this.servers.values()) {
			if (server.server().has(flavor)) {
				return server.pressure();
			}
		}
		return null;
	}

	/**
	 * Returns whether the server of a flavor is at a level or above it. Asks nobody.
	 * @param flavor the flavor
	 * @param level the level
	 * @return whether it is; not if it has not answered yet
	 */
	public boolean isAtLeast(Flavor flavor, PressureLevel level) {
		MemoryPressure pressure = pressure(flavor);
		return pressure != null && pressure.level().compareTo(level) >= 0;
	}

	/**
	 * Hands over each change of level, in the thread of the reading.
	 * @param listener takes the changes. What it throws is logged
	 */
	public void addListener(Consumer<MemoryPressureEvent> listener) {
		this.listeners.add(listener);
	}

	@Override
	public void accept(ServerReading reading) {
		ServerInfo info = reading.info();
		if (info != null) {
			ServerPressure server = this.servers.computeIfAbsent(reading.server().address(),
					(address) -> new ServerPressure(reading.server(), this.thresholds, reading.at()));
			server.evaluate(reading.at(), info);
			server.deliver(this::changed);
		}
	}

	private void changed(PressureChange change) {
		MemoryPressure current = change.event().current();
		if (change.isAlarming()) {
			this.journal.warn(current, change.text());
		}
		else {
			this.journal.info(current, change.text());
		}
		for (Consumer<MemoryPressureEvent> listener : this.listeners) {
			try {
				listener.accept(change.event());
			}
			// An application's listener must not keep the others from reacting
			catch (RuntimeException ex) {
				logger.error("The memory pressure of '%s' could not be handled".formatted(current.server()), ex);
			}
		}
	}

}
