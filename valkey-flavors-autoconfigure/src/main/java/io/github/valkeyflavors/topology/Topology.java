package io.github.valkeyflavors.topology;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The resolved map logical database -&gt; flavor -&gt; endpoint.
 * <p>
 * Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class Topology {

	private final LogicalDatabases databases;

	private final Map<Flavor, ResolvedFlavor> flavors;

	/**
	 * Creates a topology.
	 * @param databases the logical databases
	 * @param flavors the resolved flavors
	 * @throws IllegalArgumentException if a database belongs to a flavor that is not
	 * among {@code flavors}
	 */
	public Topology(LogicalDatabases databases, Collection<ResolvedFlavor> flavors) {
		this.databases = databases;
		Map<Flavor, ResolvedFlavor> byFlavor = new LinkedHashMap<>();
		flavors.forEach((flavor) -> byFlavor.put(flavor.flavor(), flavor));
		this.flavors = Collections.unmodifiableMap(byFlavor);
		databases.all().forEach((database) -> flavor(database.flavor()));
	}

	/**
	 * Returns the logical databases.
	 * @return the logical databases and which is the unqualified one
	 */
	public LogicalDatabases databases() {
		return this.databases;
	}

	/**
	 * Returns what a flavor resolved to.
	 * @param flavor the flavor
	 * @return the resolved flavor
	 * @throws IllegalArgumentException if the topology has no such flavor
	 */
	public ResolvedFlavor flavor(Flavor flavor) {
		ResolvedFlavor resolved = this.flavors.get(flavor);
		if (resolved == null) {
			throw new IllegalArgumentException("Flavor '%s' is not in the topology".formatted(flavor));
		}
		return resolved;
	}

	/**
	 * Returns every resolved flavor.
	 * @return the resolved flavors
	 */
	public Collection<ResolvedFlavor> flavors() {
		return this.flavors.values();
	}

}
