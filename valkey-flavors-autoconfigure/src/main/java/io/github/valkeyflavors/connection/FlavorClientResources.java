package io.github.valkeyflavors.connection;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;

import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * The client resources of each flavor. All of them share the event loops, timer, event
 * bus and instrumentation of one parent; the databases of a flavor share one instance.
 * <p>
 * Thread-safe. Close it after the connection factories and before the parent; the parent
 * stays open.
 *
 * @since 0.1.0
 */
public final class FlavorClientResources implements AutoCloseable {

	private static final Delay RECONNECT_DELAY = Delay.fullJitter(Duration.ofMillis(10), Duration.ofSeconds(1), 10,
			TimeUnit.MILLISECONDS);

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofMillis(500);

	private final ClientResources parent;

	private final Function<ResolvedFlavor, CommandLatencyRecorder> recorders;

	private final Map<Flavor, ClientResources> resources = new ConcurrentHashMap<>();

	/**
	 * Creates the resources.
	 * @param parent the resources to share, owned by the caller
	 * @param recorders gives what measures the commands of a flavor, in addition to the
	 * recorder of the parent
	 */
	public FlavorClientResources(ClientResources parent, Function<ResolvedFlavor, CommandLatencyRecorder> recorders) {
		this.parent = parent;
		this.recorders = recorders;
	}

	/**
	 * Returns the settings of a parent: clients that lost their server try again after a
	 * random part of a delay that grows from 10 milliseconds to one second, so that many
	 * do not come back at the same moment and none waits long.
	 * @return a new builder, to which more can be added
	 */
	public static DefaultClientResources.Builder parentBuilder() {
		return DefaultClientResources.builder().reconnectDelay(RECONNECT_DELAY);
	}

	ClientResources of(ResolvedFlavor flavor) {
		return this.resources.computeIfAbsent(flavor.flavor(), (key) -> create(this.recorders.apply(flavor)));
	}

	private ClientResources create(CommandLatencyRecorder recorder) {
		return DefaultClientResources.builder()
			.eventLoopGroupProvider(this.parent.eventLoopGroupProvider())
			.eventExecutorGroup(this.parent.eventExecutorGroup())
			.timer(this.parent.timer())
			.eventBus(this.parent.eventBus())
			.addressResolverGroup(this.parent.addressResolverGroup())
			.socketAddressResolver(this.parent.socketAddressResolver())
			.commandLatencyRecorder(both(recorder, this.parent.commandLatencyRecorder()))
			.nettyCustomizer(this.parent.nettyCustomizer())
			.tracing(this.parent.tracing())
			.reconnectDelay(this.parent::reconnectDelay)
			.build();
	}

	private static CommandLatencyRecorder both(CommandLatencyRecorder first, CommandLatencyRecorder second) {
		if (!first.isEnabled()) {
			return second;
		}
		return second.isEnabled() ? new Recorders(first, second) : first;
	}

	@Override
	public void close() {
		this.resources.values()
			.forEach((each) -> each.shutdown(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
				.awaitUninterruptibly(SHUTDOWN_TIMEOUT.toMillis()));
		this.resources.clear();
	}

	private record Recorders(CommandLatencyRecorder first,
			CommandLatencyRecorder second) implements CommandLatencyRecorder {

		@Override
		public void recordCommandLatency(SocketAddress local, SocketAddress remote, RedisCommand<?, ?, ?> command,
				long firstResponseLatency, long completionLatency) {
			this.first.recordCommandLatency(local, remote, command, firstResponseLatency, completionLatency);
			this.second.recordCommandLatency(local, remote, command, firstResponseLatency, completionLatency);
		}

		@Override
		public void recordCommandLatency(SocketAddress local, SocketAddress remote, ProtocolKeyword command,
				long firstResponseLatency, long completionLatency) {
			this.first.recordCommandLatency(local, remote, command, firstResponseLatency, completionLatency);
			this.second.recordCommandLatency(local, remote, command, firstResponseLatency, completionLatency);
		}

	}

}
