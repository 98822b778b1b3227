package io.github.valkeyflavors.ops.server;

import java.util.List;

import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * A server with the flavors that live on it: one, or several that share it.
 * <p>
 * Immutable and thread-safe.
 *
 * @param address host and port, or path of the socket, without credentials
 * @param flavors the flavors, in the order of the topology
 * @param databases their logical databases, by index
 * @param connections a way to the server for each flavor, in the same order; each flavor
 * may log in as a user of its own
 * @since 0.1.0
 */
public record Server(String address, List<ResolvedFlavor> flavors, List<LogicalDatabase> databases,
		List<GuardedConnections> connections) {

	/**
	 * Creates a server.
	 * @param address host and port, or path of the socket
	 * @param flavors the flavors
	 * @param databases their logical databases
	 * @param connections a way to the server for each flavor
	 */
	public Server {
		flavors = List.copyOf(flavors);
		databases = List.copyOf(databases);
		connections = List.copyOf(connections);
	}

	/**
	 * Returns whether a flavor lives here.
	 * @param flavor the flavor
	 * @return whether it does
	 */
	public boolean has(Flavor flavor) {
		return this.flavors.stream().anyMatch((each) -> each.flavor().equals(flavor));
	}

	/**
	 * Returns whether anybody relies on this server: somebody said where one of its
	 * flavors lives, or asked for a connection. The others are flavors that the
	 * application does not have; their servers are never asked.
	 * @return whether the server is in use
	 */
	public boolean isInUse() {
		return this.flavors.stream().anyMatch((flavor) -> !flavor.origin().equals(ResolvedFlavor.DEFAULT_ORIGIN))
				|| this.connections.stream().anyMatch((each) -> each.breaker().isUsed());
	}

}
