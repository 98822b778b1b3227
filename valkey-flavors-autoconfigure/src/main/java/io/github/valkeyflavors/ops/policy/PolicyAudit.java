package io.github.valkeyflavors.ops.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerReading;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.topology.Flavor;

/**
 * Compares what the servers are like with what their flavors need, whenever the watch has
 * read a server. Tells from {@code INFO} alone and changes nothing. A new finding is
 * logged in one line, and another one when it is gone. What was found stays while a
 * server does not answer.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class PolicyAudit {

	private static final Log logger = LogFactory.getLog(PolicyAudit.class);

	private volatile PolicyReport report = PolicyReport.NONE;

	private final Map<Server, List<PolicyFinding>> findings = new HashMap<>();

	private final Map<Server, Instant> answered = new ConcurrentHashMap<>();

	private final List<Consumer<PolicyChange>> listeners = new CopyOnWriteArrayList<>();

	private final ServerWatch watch;

	private final PolicyRules rules;

	/**
	 * Creates the audit, which is lenient with a server on this machine that nobody
	 * configured.
	 * @param watch reads the servers
	 */
	public PolicyAudit(ServerWatch watch) {
		this(watch, false);
	}

	/**
	 * Creates the audit.
	 * @param watch reads the servers
	 * @param strict whether a server on this machine that nobody configured, as
	 * developers have it, is judged like any other
	 */
	public PolicyAudit(ServerWatch watch, boolean strict) {
		this.watch = watch;
		this.rules = new PolicyRules(strict);
		watch.addListener(this::evaluate);
	}

	/**
	 * Returns the last report. Asks nobody.
	 * @return the report
	 */
	public PolicyReport report() {
		return this.report;
	}

	/**
	 * Returns when the server of a flavor said what it is like. Asks nobody.
	 * @param flavor the name of the flavor
	 * @return when its last answer was asked for, or {@code null} if there was none yet:
	 * nothing is known about its server then
	 */
	public @Nullable Instant auditedAt(String flavor) {
		return this.watch.servers()
			.stream()
			.filter((server) -> server.has(new Flavor(flavor)))
			.map(this.answered::get)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Asks the servers in use now and evaluates their answers.
	 * @return the new report
	 */
	public PolicyReport run() {
		this.watch.refresh();
		return this.report;
	}

	/**
	 * Adds somebody to be told when findings appear or go.
	 * @param listener takes the changes, in the thread that read the server
	 */
	public void addListener(Consumer<PolicyChange> listener) {
		this.listeners.add(listener);
	}

	private synchronized void evaluate(ServerReading reading) {
		List<PolicyFinding> before = this.findings.getOrDefault(reading.server(), List.of());
		boolean silent = reading.info() == null && this.findings.containsKey(reading.server());
		List<PolicyFinding> now = silent ? before : this.rules.evaluate(reading);
		this.findings.put(reading.server(), now);
		this.report = new PolicyReport(reading.at(),
				this.watch.servers()
					.stream()
					.flatMap((server) -> this.findings.getOrDefault(server, List.of()).stream())
					.toList());
		// After the report, so that whoever sees this time sees its findings as well
		if (reading.info() != null) {
			this.answered.put(reading.server(), reading.at());
		}
		tell(new PolicyChange(reading.at(), without(now, before), without(before, now)));
	}

	private static List<PolicyFinding> without(List<PolicyFinding> findings, List<PolicyFinding> others) {
		return findings.stream().filter((finding) -> !others.contains(finding)).toList();
	}

	private void tell(PolicyChange change) {
		if (change.appeared().isEmpty() && change.gone().isEmpty()) {
			return;
		}
		byCause(change.appeared()).forEach((finding, flavors) -> log(finding, flavors));
		byCause(change.gone()).forEach((finding, flavors) -> logger
			.info("Policy %s of %s at %s is settled".formatted(finding.id(), named(flavors), finding.server())));
		this.listeners.forEach((listener) -> listener.accept(change));
	}

	/**
	 * Flavors that share a server have some findings in common: these are one line.
	 */
	private static Map<PolicyFinding, List<String>> byCause(List<PolicyFinding> findings) {
		Map<PolicyFinding, List<String>> causes = new LinkedHashMap<>();
		for (PolicyFinding finding : findings) {
			PolicyFinding cause = new PolicyFinding(finding.id(), finding.severity(), "", finding.server(),
					finding.found(), finding.needed(), finding.conf());
			causes.computeIfAbsent(cause, (key) -> new ArrayList<>()).add(finding.flavor());
		}
		return causes;
	}

	private static void log(PolicyFinding finding, List<String> flavors) {
		String line = finding.sentence(named(flavors));
		switch (finding.severity()) {
			case ERROR -> logger.error(line);
			case WARNING -> logger.warn(line);
			case INFO -> logger.info(line);
		}
	}

	private static String named(List<String> flavors) {
		return ((flavors.size() > 1) ? "flavors '" : "flavor '") + String.join("', '", flavors) + "'";
	}

}
