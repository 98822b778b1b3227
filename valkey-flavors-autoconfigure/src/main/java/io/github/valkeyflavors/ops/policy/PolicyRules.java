package io.github.valkeyflavors.ops.policy;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.policy.PolicyFinding.Severity;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.ops.server.ServerReading;
import io.github.valkeyflavors.outage.OutageReason;

/**
 * Tells from what a server said what does not suit its flavors. A pure function.
 */
final class PolicyRules {

	private final boolean strict;

	/**
	 * Creates the rules.
	 * @param strict whether they also hold for a server on this machine that nobody
	 * configured, as developers have it
	 */
	PolicyRules(boolean strict) {
		this.strict = strict;
	}

	List<PolicyFinding> evaluate(ServerReading reading) {
		// Who only falls back to the server, and is not there, needs nothing
		Server server = this.strict ? reading.server() : reading.server().inUse();
		if (server.flavors().isEmpty()) {
			return List.of();
		}
		Findings findings = new Findings(server);
		ServerInfo info = reading.info();
		if (info == null) {
			addUnknown(reading.problem(), findings);
			return findings.sorted();
		}
		ServerFacts facts = new ServerFacts(server, info, reading.at());
		if (!this.strict && facts.isLocal() && facts.isUntouched()) {
			findings.addForAll(FindingId.DEVELOPMENT, Severity.INFO, "a server on this machine with default settings",
					"nothing for development; in production a server for each flavor, with the settings that it needs",
					"");
			AccessRules.checkVersion(facts, findings);
			return findings.sorted();
		}
		MemoryRules.check(facts, findings);
		DiskRules.check(facts, findings);
		AccessRules.check(facts, findings);
		addMissing(facts, findings);
		return findings.sorted();
	}

	private static void addUnknown(@Nullable OutageReason problem, Findings findings) {
		if (problem == OutageReason.FORBIDDEN) {
			findings.addForAll(FindingId.UNKNOWN, Severity.INFO, "INFO is forbidden to this user",
					"INFO for one of the users (ACL SETUSER <user> +info)", "");
		}
		else {
			findings.addForAll(FindingId.UNKNOWN, Severity.INFO, "no answer to INFO yet",
					"a server that answers; while it is away, the health says why", "");
		}
	}

	private static void addMissing(ServerFacts facts, Findings findings) {
		List<String> missing = new ArrayList<>();
		if (facts.evictionPolicy() == null) {
			missing.add("maxmemory_policy");
		}
		if (facts.limited() == null) {
			missing.add("maxmemory");
		}
		if (facts.appendOnly() == null && facts.holdsJobs()) {
			missing.add("aof_enabled");
		}
		if (facts.info().role() == null) {
			missing.add("role");
		}
		String version = facts.info().version();
		if (version == null || !AccessRules.isVersion(version)) {
			missing.add("the version");
		}
		if (!missing.isEmpty()) {
			findings.addForAll(FindingId.UNKNOWN, Severity.INFO, "an INFO without " + String.join(", ", missing),
					"a look at its settings by somebody who sees them", "");
		}
	}

}
