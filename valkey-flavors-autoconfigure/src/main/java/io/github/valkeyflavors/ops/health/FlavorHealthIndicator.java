package io.github.valkeyflavors.ops.health;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import io.github.valkeyflavors.ops.policy.PolicyFinding;
import io.github.valkeyflavors.ops.policy.PolicyFinding.Severity;
import io.github.valkeyflavors.ops.policy.PolicyReport;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.ops.server.ServerReading;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.Outage;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.topology.Flavor;

/**
 * The health of one flavor: DOWN when its server is away or full and the application
 * cannot do without it, DEGRADED when it can, UNKNOWN when nobody uses it. Sends PING and
 * ROLE, and nothing while the breaker is open.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class FlavorHealthIndicator implements HealthIndicator {

	/**
	 * The status of a flavor whose server is away while the application does without it.
	 * It does not count for the status of the application.
	 */
	public static final Status DEGRADED = new Status("DEGRADED");

	private final Server server;

	private final Flavor flavor;

	private final FlavorCheck check;

	private final Runnable startAll;

	private final Supplier<@Nullable ServerReading> reading;

	private final Supplier<@Nullable PolicyReport> policy;

	FlavorHealthIndicator(Server server, Flavor flavor, FlavorCheck check, Runnable startAll,
			Supplier<@Nullable ServerReading> reading, Supplier<@Nullable PolicyReport> policy) {
		this.server = server;
		this.flavor = flavor;
		this.check = check;
		this.startAll = startAll;
		this.reading = reading;
		this.policy = policy;
	}

	@Override
	public Health health() {
		FlavorBreaker breaker = this.check.breaker();
		Health.Builder health = Health.up().withDetail("server", breaker.server());
		if (!this.server.isInUse(this.flavor)) {
			return health.unknown().withDetail("reason", "not in use").build();
		}
		// All flavors are asked at once, although their healths are asked for in turn
		this.startAll.run();
		if (!breaker.isOpen()) {
			addAnswer(health, this.check.await());
		}
		addBreaker(health, breaker);
		OutageReason refusal = breaker.refusal();
		if (refusal != null) {
			unavailable(health, refusal);
		}
		addReading(health);
		addPolicy(health);
		return health.build();
	}

	private void addAnswer(Health.Builder health, FlavorAnswer answer) {
		if (answer.problem() != null) {
			unavailable(health, answer.problem());
		}
		if (answer.ping() != null) {
			health.withDetail("role", (answer.role() != null) ? answer.role() : "unknown");
			health.withDetail("pingMillis", Math.round(answer.ping().toNanos() / 10_000.0) / 100.0);
		}
	}

	private void addBreaker(Health.Builder health, FlavorBreaker breaker) {
		Outage outage = breaker.outage();
		health.withDetail("breaker", (outage != null) ? "open" : "closed");
		if (outage != null) {
			unavailable(health, outage.reason());
			health.withDetail("outOfServiceForMillis", breaker.outageDuration().toMillis());
		}
	}

	private void addReading(Health.Builder health) {
		ServerReading last = this.reading.get();
		ServerInfo info = (last != null) ? last.info() : null;
		String version = (info != null) ? info.version() : null;
		if (info != null && version != null) {
			health.withDetail("version", info.product() + " " + version);
		}
	}

	private void addPolicy(Health.Builder health) {
		PolicyReport report = this.policy.get();
		if (report == null || report.at() == null) {
			return;
		}
		List<PolicyFinding> findings = report.of(this.check.breaker().flavor());
		List<String> wrong = findings.stream()
			.filter((finding) -> finding.severity() != Severity.INFO)
			.map(PolicyFinding::id)
			.toList();
		boolean unknown = findings.stream().anyMatch((finding) -> finding.id().equals("unknown"));
		if (wrong.isEmpty()) {
			health.withDetail("policy", unknown ? "unknown" : "ok");
		}
		else {
			health.withDetail("policy", String.join(", ", wrong));
		}
	}

	private void unavailable(Health.Builder health, OutageReason reason) {
		health.status(this.check.breaker().isCovered() ? DEGRADED : Status.DOWN)
			.withDetail("reason", reason.tag())
			.withDetail("remedy", reason.remedy());
	}

}
