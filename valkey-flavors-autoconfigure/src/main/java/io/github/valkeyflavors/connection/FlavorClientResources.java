package io.github.valkeyflavors.connection;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;

import io.github.valkeyflavors.topology.Endpoint;

/**
 * The client resources of each endpoint. All of them share the event loops, timer, event
 * bus and instrumentation of one parent; databases of one endpoint share one instance.
 * <p>
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

	private final Map<Endpoint.Address, ClientResources> resources = new ConcurrentHashMap<>();

	/**
	 * Creates the resources.
	 * @param parent the resources to share, owned by the caller
	 */
	public FlavorClientResources(ClientResources parent) {
		this.parent = parent;
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

	ClientResources of(Endpoint endpoint) {
		return this.resources.computeIfAbsent(endpoint.address(), (address) -> create());
	}

	private ClientResources create() {
		return DefaultClientResources.builder()
			.eventLoopGroupProvider(this.parent.eventLoopGroupProvider())
			.eventExecutorGroup(this.parent.eventExecutorGroup())
			.timer(this.parent.timer())
			.eventBus(this.parent.eventBus())
			.addressResolverGroup(this.parent.addressResolverGroup())
			.socketAddressResolver(this.parent.socketAddressResolver())
			.commandLatencyRecorder(this.parent.commandLatencyRecorder())
			.nettyCustomizer(this.parent.nettyCustomizer())
			.tracing(this.parent.tracing())
			.reconnectDelay(this.parent::reconnectDelay)
			.build();
	}

	@Override
	public void close() {
		this.resources.values()
			.forEach((each) -> each.shutdown(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
				.awaitUninterruptibly(SHUTDOWN_TIMEOUT.toMillis()));
		this.resources.clear();
	}

}
