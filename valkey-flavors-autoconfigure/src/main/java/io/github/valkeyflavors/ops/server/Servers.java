package io.github.valkeyflavors.ops.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.topology.Endpoint;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.ResolvedFlavor;
import io.github.valkeyflavors.topology.Topology;

/**
 * The servers of a topology. Flavors without a logical database, and those whose
 * connection factory a router of the application gives, are left out: nothing is known
 * about their connections.
 * <p>
 * Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class Servers {

	private final List<Server> all;

	/**
	 * Finds the servers.
	 * @param topology the topology
	 * @param router leads to the connections of each flavor
	 */
	public Servers(Topology topology, ConnectionFactoryRouter router) {
		Map<Endpoint.Address, List<ResolvedFlavor>> byAddress = new LinkedHashMap<>();
		for (ResolvedFlavor flavor : topology.flavors()) {
			if (!databases(topology, flavor).isEmpty()
					&& router.forFlavor(flavor.flavor()) instanceof GuardedConnections) {
				byAddress.computeIfAbsent(flavor.endpoint().address(), (address) -> new ArrayList<>()).add(flavor);
			}
		}
		List<Server> servers = new ArrayList<>();
		byAddress.forEach((address, flavors) -> servers.add(new Server(address.toString(), flavors, topology.databases()
			.all()
			.stream()
			.filter((database) -> flavors.stream().anyMatch((flavor) -> flavor.flavor().equals(database.flavor())))
			.toList(), flavors.stream().map((flavor) -> connections(router, flavor.flavor())).toList())));
		this.all = List.copyOf(servers);
	}

	private static List<LogicalDatabase> databases(Topology topology, ResolvedFlavor flavor) {
		return topology.databases()
			.all()
			.stream()
			.filter((database) -> database.flavor().equals(flavor.flavor()))
			.toList();
	}

	private static GuardedConnections connections(ConnectionFactoryRouter router, Flavor flavor) {
		RedisConnectionFactory factory = router.forFlavor(flavor);
		if (factory instanceof GuardedConnections connections) {
			return connections;
		}
		throw new IllegalStateException("The router gave another connection factory of flavor '%s'".formatted(flavor));
	}

	/**
	 * Returns the servers.
	 * @return the servers, in the order of their first flavor
	 */
	public List<Server> all() {
		return this.all;
	}

}
