package io.github.valkeyflavors.ops.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.valkeyflavors.ops.policy.PolicyFinding.Severity;
import io.github.valkeyflavors.topology.Endpoint;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * Which server it is, and who else gets at it.
 */
final class AccessRules {

	static final String OLDEST = "7.2";

	private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\..*)?");

	private AccessRules() {
	}

	static void check(ServerFacts facts, Findings findings) {
		checkVersion(facts, findings);
		if ("replica".equals(facts.info().role())) {
			facts.server()
				.flavors()
				.forEach((flavor) -> findings.add(FindingId.ROLE, flavor.evicting() ? Severity.WARNING : Severity.ERROR,
						flavor, "a replica",
						"a primary, because a replica takes no changes: let the host name lead to the primary, or promote "
								+ "this server (REPLICAOF NO ONE)",
						""));
		}
		if (!facts.isLocal()) {
			facts.server().flavors().forEach((flavor) -> checkWay(flavor, findings));
		}
	}

	static void checkVersion(ServerFacts facts, Findings findings) {
		String version = facts.info().version();
		if (version != null && isOld(version)) {
			findings.addForAll(FindingId.VERSION, facts.isLocal() ? Severity.INFO : Severity.WARNING,
					facts.info().product() + " " + version, OLDEST + " or later, because this one is no longer mended",
					"");
		}
	}

	static boolean isVersion(String text) {
		return VERSION.matcher(text).matches();
	}

	private static boolean isOld(String text) {
		Matcher version = VERSION.matcher(text);
		if (!version.matches()) {
			return false;
		}
		int major = Integer.parseInt(version.group(1));
		return major < 7 || (major == 7 && Integer.parseInt(version.group(2)) < 2);
	}

	private static void checkWay(ResolvedFlavor flavor, Findings findings) {
		Endpoint endpoint = flavor.endpoint();
		if (!endpoint.tls()) {
			findings.add(FindingId.TLS, Severity.WARNING, flavor, "a connection without TLS",
					"TLS, unless nobody else is on the network: 'tls-port' and a certificate there, 'valkey.ssl.enabled=true' here",
					"");
		}
		if (endpoint.username() == null && endpoint.password() == null) {
			findings.add(FindingId.PASSWORD, Severity.WARNING, flavor, "a default user without a password",
					"a password, because whoever reaches the server may read and change everything",
					"requirepass <password>");
		}
	}

}
