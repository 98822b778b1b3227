package io.github.valkeyflavors.ops.pressure.metrics;

import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.valkeyflavors.ops.pressure.MemoryPressure;
import io.github.valkeyflavors.ops.pressure.PressureMonitor;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * Shows the {@link PressureMeters} of each flavor. Asks no server. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PressureMetrics implements MeterBinder {

	private final PressureMonitor monitor;

	private final List<Server> servers;

	/**
	 * Creates the metrics.
	 * @param monitor knows the levels
	 * @param servers the servers
	 */
	public PressureMetrics(PressureMonitor monitor, List<Server> servers) {
		this.monitor = monitor;
		this.servers = List.copyOf(servers);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Server server : this.servers) {
			for (ResolvedFlavor flavor : server.flavors()) {
				Gauge.builder(PressureMeters.LEVEL.meterName(), this.monitor, (each) -> level(each, flavor.flavor()))
					.description(PressureMeters.LEVEL.description())
					.tag("flavor", flavor.flavor().name())
					.tag("endpoint", server.address())
					.strongReference(true)
					.register(registry);
			}
		}
	}

	private static double level(PressureMonitor monitor, Flavor flavor) {
		MemoryPressure pressure = monitor.pressure(flavor);
		if (pressure == null) {
			return Double.NaN;
		}
		return switch (pressure.level()) {
			case NORMAL -> 0;
			case ELEVATED -> 1;
			case HIGH -> 2;
			case CRITICAL -> 3;
		};
	}

}
