package io.github.valkeyflavors.topology;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.valkeyflavors.topology.DeclaredTopology.DeclaredFlavor;

/**
 * The pure function from a {@link DeclaredTopology} to a {@link Topology}. Stateless and
 * thread-safe; does no I/O.
 *
 * @since 0.1.0
 */
public final class TopologyResolver {

	private static final List<Flavor> BUILT_IN = List.of(Flavor.CACHE, Flavor.SESSIONS, Flavor.QUEUE);

	/**
	 * Resolves everything.
	 * @param declared what is declared
	 * @param provided endpoints that are known from elsewhere, for example a test's
	 * container; they win over what is declared for their flavor
	 * @return the topology
	 * @throws InvalidTopologyException if something declared is wrong, something is
	 * provided for a flavor that does not exist, or two flavors would share one database
	 * of one server
	 */
	public Topology resolve(DeclaredTopology declared, Collection<ResolvedFlavor> provided) {
		LogicalDatabases databases = resolveDatabases(declared);
		EndpointResolver endpoints = new EndpointResolver(declared.fallback());
		Map<Flavor, ResolvedFlavor> flavors = new LinkedHashMap<>();
		for (Flavor flavor : flavors(declared)) {
			DeclaredFlavor own = declared.flavors().getOrDefault(flavor.name(), new DeclaredFlavor(List.of(), null));
			flavors.put(flavor, endpoints.resolve(flavor, own, isEvicting(flavor, own)));
		}
		for (ResolvedFlavor flavor : provided) {
			ResolvedFlavor resolved = flavors.get(flavor.flavor());
			if (resolved == null) {
				throw new InvalidTopologyException(
						"The %s are for flavor '%s', which does not exist".formatted(flavor.origin(), flavor.flavor()),
						"Use one of %s, or declare the flavor.".formatted(flavors.keySet()));
			}
			flavors.put(flavor.flavor(), new ResolvedFlavor(flavor.flavor(), resolved.evicting(), flavor.endpoint(),
					flavor.declared(), flavor.origin(), flavor.origins()));
		}
		Topology topology = new Topology(databases, flavors.values());
		checkNoSharedDatabase(topology);
		return topology;
	}

	/**
	 * Resolves the logical databases alone, without their endpoints.
	 * @param declared what is declared
	 * @return the logical databases
	 * @throws InvalidTopologyException if a declared flavor or database is wrong
	 */
	public LogicalDatabases resolveDatabases(DeclaredTopology declared) {
		return new DatabaseResolver(flavors(declared)).resolve(declared);
	}

	private static Set<Flavor> flavors(DeclaredTopology declared) {
		Set<Flavor> flavors = new LinkedHashSet<>(BUILT_IN);
		for (String name : declared.flavors().keySet()) {
			if (!Flavor.isValidName(name)) {
				throw new InvalidTopologyException(
						"'valkey.flavors.%s' names a flavor '%s', which is not a flavor name".formatted(name, name),
						"Use lower-case letters, digits and dashes, starting with a letter.");
			}
			flavors.add(new Flavor(name));
		}
		return flavors;
	}

	private static boolean isEvicting(Flavor flavor, DeclaredFlavor declared) {
		Boolean evicting = declared.evicting();
		if (evicting == null) {
			return flavor.equals(Flavor.CACHE);
		}
		if (BUILT_IN.contains(flavor) && evicting != flavor.equals(Flavor.CACHE)) {
			throw new InvalidTopologyException(
					"'valkey.flavors.%s.evicting' is set to '%s', but whether a built-in flavor evicts is fixed"
						.formatted(flavor, evicting),
					"Remove 'valkey.flavors.%s.evicting', or declare a flavor of your own.".formatted(flavor));
		}
		return evicting;
	}

	private static void checkNoSharedDatabase(Topology topology) {
		List<LogicalDatabase> all = topology.databases().all();
		for (LogicalDatabase one : all) {
			for (LogicalDatabase other : all) {
				if (one.name().compareTo(other.name()) < 0 && one.index() == other.index()
						&& !one.flavor().equals(other.flavor())
						&& topology.flavor(one.flavor())
							.endpoint()
							.isSameServerAs(topology.flavor(other.flavor()).endpoint())) {
					throw new InvalidTopologyException(
							"Logical databases '%s' (flavor %s) and '%s' (flavor %s) are both database %d of %s"
								.formatted(one.name(), one.flavor(), other.name(), other.flavor(), one.index(),
										topology.flavor(one.flavor()).endpoint().address()),
							"Set 'valkey.databases.%s.index' to a free index, or give the flavors different servers."
								.formatted(other.name()));
				}
			}
		}
	}

}
