package io.github.valkeyflavors.ops.server;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
	 * Returns whether the application relies on this server: somebody said where one of
	 * its flavors lives, or one of them is used. Others are never asked.
	 * @return whether the server is in use
	 */
	public boolean isInUse() {
		return this.flavors.stream().anyMatch((flavor) -> !flavor.origin().equals(ResolvedFlavor.DEFAULT_ORIGIN))
				|| this.connections.stream().anyMatch((each) -> each.breaker().isUsed());
	}

	/**
	 * Returns whether the application has a flavor: it was said where that one lives, or
	 * it is used. The others only fall back to this server.
	 * @param flavor the flavor
	 * @return whether it lives here and is in use
	 */
	public boolean isInUse(Flavor flavor) {
		for (int i = 0; i < this.flavors.size(); i++) {
			if (this.flavors.get(i).flavor().equals(flavor)) {
				return isInUse(i);
			}
		}
		return false;
	}

	private boolean isInUse(int index) {
		return this.flavors.get(index).declared()
				|| (index < this.connections.size() && this.connections.get(index).breaker().isUsed());
	}

	/**
	 * Returns the server with those flavors only that are in use.
	 * @return the server, perhaps with no flavors
	 */
	public Server inUse() {
		int[] used = IntStream.range(0, this.flavors.size()).filter(this::isInUse).toArray();
		List<ResolvedFlavor> usedFlavors = Arrays.stream(used).mapToObj(this.flavors::get).toList();
		return new Server(this.address, usedFlavors, this.databases.stream()
			.filter((database) -> usedFlavors.stream().anyMatch((flavor) -> flavor.flavor().equals(database.flavor())))
			.toList(),
				Arrays.stream(used)
					.filter((index) -> index < this.connections.size())
					.mapToObj(this.connections::get)
					.toList());
	}

}
