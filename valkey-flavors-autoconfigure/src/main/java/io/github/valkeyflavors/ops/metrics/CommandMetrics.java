package io.github.valkeyflavors.ops.metrics;

import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * Measures commands by flavor: {@link ClientMeters#COMMAND}. Lettuce's own recorder
 * measures them by remote address, of which there are ever more where servers move, and
 * does not know the flavor.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class CommandMetrics {

	private final MeterRegistry registry;

	/**
	 * Creates the metrics.
	 * @param registry where the timers are registered, each with its first command
	 */
	public CommandMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Returns what measures the commands of a flavor.
	 * @param flavor the flavor
	 * @return a recorder for its clients
	 */
	public CommandLatencyRecorder recorder(ResolvedFlavor flavor) {
		return new Recorder(this.registry,
				Tags.of("flavor", flavor.flavor().name(), "endpoint", flavor.endpoint().address().toString()));
	}

	private static final class Recorder implements CommandLatencyRecorder {

		private final MeterRegistry registry;

		private final Tags tags;

		private final Map<String, Timer> timers = new ConcurrentHashMap<>();

		Recorder(MeterRegistry registry, Tags tags) {
			this.registry = registry;
			this.tags = tags;
		}

		@Override
		public void recordCommandLatency(SocketAddress local, SocketAddress remote, ProtocolKeyword command,
				long firstResponseLatency, long completionLatency) {
			// Whoever dispatches words of their own must not make a timer of each
			String name = (command instanceof CommandType type) ? type.name() : "OTHER";
			this.timers.computeIfAbsent(name, this::timer).record(completionLatency, TimeUnit.NANOSECONDS);
		}

		private Timer timer(String command) {
			return Timer.builder(ClientMeters.COMMAND.meterName())
				.description(ClientMeters.COMMAND.description())
				.tags(this.tags)
				.tag("command", command)
				.register(this.registry);
		}

	}

}
