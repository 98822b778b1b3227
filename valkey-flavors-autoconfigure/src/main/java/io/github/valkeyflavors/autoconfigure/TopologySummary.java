package io.github.valkeyflavors.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.ResolvedFlavor;
import io.github.valkeyflavors.topology.Topology;

/**
 * Logs where each logical database lives and why, once at start-up.
 */
final class TopologySummary implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(TopologySummary.class);

	private final Topology topology;

	private final boolean unqualified;

	TopologySummary(Topology topology, boolean unqualified) {
		this.topology = topology;
		this.unqualified = unqualified;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.topology.databases().all().forEach((database) -> logger.info(line(database)));
		if (!this.unqualified) {
			logger.info("Unqualified beans use a connection factory of the application");
		}
	}

	private String line(LogicalDatabase database) {
		ResolvedFlavor flavor = this.topology.flavor(database.flavor());
		boolean primary = this.unqualified && database.equals(this.topology.databases().primary());
		return "Logical database %-11s index %-2d flavor %-8s at %s (%s by %s)%s".formatted(database.name(),
				database.index(), database.flavor(), flavor.endpoint(), flavor.declared() ? "declared" : "fallback",
				flavor.origin(), primary ? ", the unqualified one" : "");
	}

}
