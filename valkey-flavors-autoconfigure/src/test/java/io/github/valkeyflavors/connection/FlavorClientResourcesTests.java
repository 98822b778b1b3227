package io.github.valkeyflavors.connection;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.netty.channel.local.LocalAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.valkeyflavors.topology.Endpoint;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.ResolvedFlavor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlavorClientResources}.
 */
class FlavorClientResourcesTests {

	private final List<String> recorded = new ArrayList<>();

	private final BoundedClientResources parent = new BoundedClientResources(
			FlavorClientResources.parentBuilder().commandLatencyRecorder(recorder("parent")));

	private final FlavorClientResources resources = new FlavorClientResources(this.parent,
			(flavor) -> flavor.flavor().equals(Flavor.QUEUE) ? CommandLatencyRecorder.disabled()
					: recorder(flavor.flavor().name()));

	@AfterEach
	void close() {
		this.resources.close();
		this.parent.shutdown().awaitUninterruptibly();
	}

	@Test
	void databasesOfAFlavorShareOneInstance() {
		assertThat(this.resources.of(flavor(Flavor.CACHE))).isSameAs(this.resources.of(flavor(Flavor.CACHE)));
	}

	@Test
	void recordsCommandsByFlavorAndAsTheParentDoes() {
		record(Flavor.CACHE);
		record(Flavor.SESSIONS);

		assertThat(this.recorded).containsExactly("cache", "parent", "sessions", "parent");
	}

	@Test
	void recordsAsTheParentDoesWithoutARecorderOfTheFlavor() {
		record(Flavor.QUEUE);

		assertThat(this.recorded).containsExactly("parent");
	}

	private void record(Flavor flavor) {
		this.resources.of(flavor(flavor))
			.commandLatencyRecorder()
			.recordCommandLatency(LocalAddress.ANY, LocalAddress.ANY, CommandType.GET, 1, 2);
	}

	private CommandLatencyRecorder recorder(String name) {
		return new CommandLatencyRecorder() {

			@Override
			public void recordCommandLatency(SocketAddress local, SocketAddress remote, ProtocolKeyword commandType,
					long firstResponseLatency, long completionLatency) {
				FlavorClientResourcesTests.this.recorded.add(name);
			}

		};
	}

	private static ResolvedFlavor flavor(Flavor flavor) {
		return new ResolvedFlavor(flavor, false,
				new Endpoint(new Endpoint.Tcp("localhost", 6379), null, null, false, null), false, "default");
	}

}
