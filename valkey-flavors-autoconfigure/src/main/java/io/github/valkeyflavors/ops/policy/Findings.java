package io.github.valkeyflavors.ops.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.valkeyflavors.ops.policy.PolicyFinding.Severity;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * Collects the findings about a server.
 */
final class Findings {

	private final Server server;

	private final List<PolicyFinding> all = new ArrayList<>();

	Findings(Server server) {
		this.server = server;
	}

	void add(FindingId id, Severity severity, ResolvedFlavor flavor, String found, String needed, String conf) {
		this.all.add(new PolicyFinding(id.tag(), severity, flavor.flavor().name(), this.server.address(), found, needed,
				conf));
	}

	/**
	 * Adds the same finding for each flavor of the server.
	 */
	void addForAll(FindingId id, Severity severity, String found, String needed, String conf) {
		this.server.flavors().forEach((flavor) -> add(id, severity, flavor, found, needed, conf));
	}

	/**
	 * Returns the findings by flavor, the worst of each first.
	 */
	List<PolicyFinding> sorted() {
		List<String> order = this.server.flavors().stream().map((flavor) -> flavor.flavor().name()).toList();
		return this.all.stream()
			.sorted(Comparator.<PolicyFinding>comparingInt((finding) -> order.indexOf(finding.flavor()))
				.thenComparing(PolicyFinding::severity))
			.toList();
	}

}
