package io.github.valkeyflavors.ops.metrics;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.valkeyflavors.ops.policy.PolicyFinding.Severity;
import io.github.valkeyflavors.ops.policy.PolicyReport;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerReading;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * Keeps the {@link ServerMeters} of the servers that are watched. A server has meters as
 * soon as it was asked for the first time, so those that are not in use have none.
 * <p>
 * Asks no server: it shows what the watch found last. When that is older than three
 * intervals of the watch, or the server did not answer, gauges are not a number, and
 * counters stay where they were.
 * <p>
 * Thread-safe. The registry keeps only weak references to it.
 *
 * @since 0.1.0
 */
public final class ServerMetrics implements MeterBinder {

	private static final int INTERVALS = 3;

	private final ServerWatch watch;

	private final Supplier<PolicyReport> policy;

	private final InstantSource clock;

	private final Map<Server, WatchedServer> servers = new ConcurrentHashMap<>();

	/**
	 * Creates the metrics.
	 * @param watch asks the servers
	 * @param policy returns the last report of the policy audit
	 * @param clock the clock by which the watch notes when it asked
	 */
	public ServerMetrics(ServerWatch watch, Supplier<PolicyReport> policy, InstantSource clock) {
		this.watch = watch;
		this.policy = policy;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Binding binding = new Binding(registry);
		this.watch.addListener(binding::take);
		this.watch.readings().forEach(binding::take);
	}

	private WatchedServer take(ServerReading reading) {
		WatchedServer server = this.servers.computeIfAbsent(reading.server(),
				(key) -> new WatchedServer(reading, this.clock, this.watch.interval().multipliedBy(INTERVALS)));
		server.take(reading);
		return server;
	}

	private double findings(Server server, ResolvedFlavor flavor, Severity severity) {
		PolicyReport report = this.policy.get();
		if (report.at() == null) {
			return Double.NaN;
		}
		return report.of(flavor.flavor().name())
			.stream()
			.filter((finding) -> finding.server().equals(server.address()) && finding.severity() == severity)
			.count();
	}

	/**
	 * The meters in one registry.
	 */
	private final class Binding {

		private final MeterRegistry registry;

		private final Set<Server> asked = ConcurrentHashMap.newKeySet();

		private final Set<Server> answered = ConcurrentHashMap.newKeySet();

		Binding(MeterRegistry registry) {
			this.registry = registry;
		}

		void take(ServerReading reading) {
			WatchedServer watched = ServerMetrics.this.take(reading);
			Server server = reading.server();
			if (this.asked.add(server)) {
				server.flavors().forEach((flavor) -> bindGauges(watched, server, flavor));
			}
			// Not before, because a counter that begins at 0 would jump when it answers
			if (reading.info() != null && this.answered.add(server)) {
				server.flavors().forEach((flavor) -> bindCounters(watched, server, flavor));
			}
		}

		private void bindGauges(WatchedServer watched, Server server, ResolvedFlavor flavor) {
			Tags tags = tags(server, flavor);
			gauge(ServerMeters.UP, tags, watched, WatchedServer::up);
			meters(ServerMeters.Kind.GAUGE)
				.forEach((meter) -> gauge(meter, tags, watched, (current) -> current.gauge(meter)));
			server.databases()
				.stream()
				.filter((database) -> database.flavor().equals(flavor.flavor()))
				.forEach((database) -> bindDatabase(watched, tags, database));
			for (Severity severity : Severity.values()) {
				gauge(ServerMeters.POLICY_FINDINGS, tags.and("severity", severity.name().toLowerCase(Locale.ROOT)),
						ServerMetrics.this, (metrics) -> metrics.findings(server, flavor, severity));
			}
		}

		private void bindDatabase(WatchedServer watched, Tags tags, LogicalDatabase database) {
			Tags ofDatabase = tags.and("database", database.name());
			gauge(ServerMeters.KEYS, ofDatabase, watched,
					(current) -> current.gauge((info) -> info.keys(database.index())));
			gauge(ServerMeters.EXPIRING_KEYS, ofDatabase, watched,
					(current) -> current.gauge((info) -> info.expiringKeys(database.index())));
		}

		private <T> void gauge(ServerMeters meter, Tags tags, T state, ToDoubleFunction<T> value) {
			Gauge.builder(meter.meterName(), state, value)
				.description(meter.description())
				.tags(tags)
				.register(this.registry);
		}

		private void bindCounters(WatchedServer watched, Server server, ResolvedFlavor flavor) {
			meters(ServerMeters.Kind.COUNTER)
				// What a managed server hides
				.filter((meter) -> !Double.isNaN(watched.counter(meter)))
				.forEach((meter) -> FunctionCounter
					.builder(meter.meterName(), watched, (current) -> current.counter(meter))
					.description(meter.description())
					.tags(tags(server, flavor))
					.register(this.registry));
		}

		private static Stream<ServerMeters> meters(ServerMeters.Kind kind) {
			return Stream.of(ServerMeters.values()).filter((meter) -> meter.isOfInfo() && meter.kind() == kind);
		}

		private static Tags tags(Server server, ResolvedFlavor flavor) {
			return Tags.of("flavor", flavor.flavor().name(), "endpoint", server.address());
		}

	}

}
