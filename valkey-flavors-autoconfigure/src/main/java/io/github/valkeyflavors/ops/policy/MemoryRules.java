package io.github.valkeyflavors.ops.policy;

import java.util.List;

import io.github.valkeyflavors.ops.policy.PolicyFinding.Severity;
import io.github.valkeyflavors.topology.Flavor;

/**
 * What a server does when its memory ends.
 */
final class MemoryRules {

	private static final List<String> EVICTING = List.of("allkeys-lru", "allkeys-lfu");

	private static final String KEEPS = "maxmemory-policy " + ServerFacts.NO_EVICTION;

	private MemoryRules() {
	}

	static void check(ServerFacts facts, Findings findings) {
		String policy = facts.evictionPolicy();
		if (policy != null) {
			if (facts.evicting().isEmpty() || facts.keeping().isEmpty()) {
				checkPolicy(facts, policy, findings);
			}
			else {
				checkSharedPolicy(facts, policy, findings);
			}
		}
		if (Boolean.FALSE.equals(facts.limited())) {
			findings
				.addForAll(FindingId.MAXMEMORY, Severity.WARNING, "no maxmemory",
						"a limit below the memory of its machine or container, because without one the kernel ends the "
								+ "server when the memory ends",
						facts.holdsJobs() ? "maxmemory 512mb" : "maxmemory 256mb");
		}
	}

	private static void checkPolicy(ServerFacts facts, String policy, Findings findings) {
		String found = "maxmemory-policy " + policy;
		if (!EVICTING.contains(policy)) {
			facts.evicting()
				.forEach((flavor) -> findings.add(FindingId.EVICTION_POLICY, Severity.WARNING, flavor, found,
						"allkeys-lru or allkeys-lfu, so that a full server makes room by the entries that are used least",
						"maxmemory-policy allkeys-lfu"));
		}
		if (!policy.equals(ServerFacts.NO_EVICTION)) {
			facts.keeping()
				.forEach((flavor) -> findings.add(FindingId.EVICTION_POLICY, Severity.ERROR, flavor, found,
						"noeviction, because an evicted key is " + loss(flavor.flavor()), KEEPS));
		}
	}

	private static String loss(Flavor flavor) {
		if (flavor.equals(Flavor.SESSIONS)) {
			return "a user who is logged out";
		}
		return flavor.equals(Flavor.QUEUE) ? "a lost job, or a lock that two owners hold" : "lost";
	}

	/**
	 * There is no line that mends this for all; the one that is given is the lesser evil.
	 */
	private static void checkSharedPolicy(ServerFacts facts, String policy, Findings findings) {
		String evicting = ServerFacts.names(facts.evicting());
		String keeping = ServerFacts.names(facts.keeping());
		String found = "maxmemory-policy %s for %s and %s together".formatted(policy, evicting, keeping);
		String needed = "a server of its own for %s: no policy suits both, for %s needs allkeys-lru or allkeys-lfu, and %s noeviction"
			.formatted(evicting, evicting, keeping);
		if (policy.equals(ServerFacts.NO_EVICTION)) {
			facts.evicting()
				.forEach(
						(flavor) -> findings.add(FindingId.SHARED_SERVER, Severity.WARNING, flavor, found, needed, ""));
		}
		else {
			facts.keeping()
				.forEach((flavor) -> findings.add(FindingId.SHARED_SERVER, Severity.ERROR, flavor, found, needed,
						KEEPS));
		}
	}

}
