package io.github.valkeyflavors.console;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.console.ServerView.BreakerView;
import io.github.valkeyflavors.console.ServerView.DatabaseView;
import io.github.valkeyflavors.console.ServerView.Facts;
import io.github.valkeyflavors.console.ServerView.FlavorView;
import io.github.valkeyflavors.ops.history.HistoryEntry;
import io.github.valkeyflavors.ops.policy.PolicyFinding;
import io.github.valkeyflavors.ops.policy.PolicyFinding.Severity;
import io.github.valkeyflavors.ops.policy.PolicyReport;
import io.github.valkeyflavors.ops.pressure.MemoryPressure;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.ops.server.ServerReading;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.Outage;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * What the page reads about servers and flavors. Asks no server: the watch did.
 */
final class FlavorApi {

	private static final int STALE_INTERVALS = 3;

	// The verdict, and the finding of the policy audit
	private static final String UNKNOWN = "unknown";

	private final ConsoleSources sources;

	private final InstantSource clock;

	FlavorApi(ConsoleSources sources, InstantSource clock) {
		this.sources = sources;
		this.clock = clock;
	}

	List<ServerView> servers(@Nullable String flavor) {
		ServerWatch watch = this.sources.watch();
		List<Server> all = (watch != null) ? watch.servers() : List.of();
		List<Server> chosen = all.stream()
			.filter((server) -> flavor == null
					|| server.flavors().stream().anyMatch((each) -> each.flavor().name().equals(flavor)))
			.toList();
		if (flavor != null && chosen.isEmpty()) {
			throw new ConsoleProblem(404, "There is no flavor '%s'.".formatted(flavor));
		}
		return (watch != null) ? chosen.stream().map((server) -> view(server, watch)).toList() : List.of();
	}

	HistoryView history() {
		Collection<MemoryPressure> pressures = (this.sources.pressure() != null) ? this.sources.pressure().pressures()
				: List.of();
		List<HistoryEntry> entries = (this.sources.history() != null) ? this.sources.history().entries() : List.of();
		return new HistoryView(List.copyOf(pressures), entries);
	}

	private ServerView view(Server server, ServerWatch watch) {
		ServerReading reading = watch.readings()
			.stream()
			.filter((each) -> each.server().equals(server))
			.findFirst()
			.orElse(null);
		ServerInfo info = (reading != null) ? reading.info() : null;
		OutageReason problem = (reading != null) ? reading.problem() : null;
		List<FlavorView> flavors = IntStream.range(0, server.flavors().size())
			.mapToObj((i) -> flavor(server.flavors().get(i), server, server.connections().get(i).breaker(),
					reading != null))
			.toList();
		List<DatabaseView> databases = server.databases()
			.stream()
			.map((database) -> new DatabaseView(database.name(), database.index(), database.flavor().name(),
					(info != null) ? number(info.keys(database.index())) : null,
					(info != null) ? number(info.expiringKeys(database.index())) : null))
			.toList();
		return new ServerView(server.address(), state(server, reading), isStale(reading, watch),
				(reading != null) ? reading.at() : null, (problem != null) ? problem.symptom() : null,
				(problem != null) ? problem.remedy() : null, (info != null) ? facts(info) : null, level(server),
				databases, flavors);
	}

	private static String state(Server server, @Nullable ServerReading reading) {
		if (reading == null) {
			return server.isInUse() ? "unasked" : "unused";
		}
		return (reading.info() != null) ? "answers" : "silent";
	}

	private boolean isStale(@Nullable ServerReading reading, ServerWatch watch) {
		if (reading == null) {
			return false;
		}
		Instant oldest = this.clock.instant().minus(watch.interval().multipliedBy(STALE_INTERVALS));
		return reading.at().isBefore(oldest);
	}

	private @Nullable String level(Server server) {
		return (this.sources.pressure() != null) ? this.sources.pressure()
			.pressures()
			.stream()
			.filter((pressure) -> pressure.server().equals(server.address()))
			.map((pressure) -> lowerCase(pressure.level()))
			.findFirst()
			.orElse(null) : null;
	}

	private FlavorView flavor(ResolvedFlavor flavor, Server server, FlavorBreaker breaker, boolean read) {
		PolicyReport report = (this.sources.policy() != null) ? this.sources.policy().report() : PolicyReport.NONE;
		List<PolicyFinding> findings = report.of(flavor.flavor().name())
			.stream()
			.filter((finding) -> finding.server().equals(server.address()))
			.toList();
		return new FlavorView(flavor.flavor().name(), flavor.evicting(), flavor.declared(), flavor.origin(),
				breaker(breaker),
				(this.sources.policy() != null) ? verdict(read && server.isInUse(flavor.flavor()), findings) : null,
				findings);
	}

	private static String verdict(boolean read, List<PolicyFinding> findings) {
		Severity worst = findings.stream().map(PolicyFinding::severity).sorted().findFirst().orElse(null);
		boolean unknown = findings.stream().anyMatch((finding) -> finding.id().equals(UNKNOWN));
		if (!read || (unknown && worst == Severity.INFO)) {
			return UNKNOWN;
		}
		return (worst != null) ? lowerCase(worst) : "ok";
	}

	private static BreakerView breaker(FlavorBreaker breaker) {
		Outage outage = breaker.outage();
		OutageReason reason = (outage != null) ? outage.reason() : (breaker.isFull() ? OutageReason.FULL : null);
		return new BreakerView(outage != null, breaker.isFull(), breaker.isCovered(),
				(reason != null) ? reason.symptom() : null, (reason != null) ? reason.remedy() : null,
				breaker.outageDuration().toSeconds(), (outage != null) ? outage.missed() : 0);
	}

	private static Facts facts(ServerInfo info) {
		String link = info.text("master_link_status");
		String host = info.text("master_host");
		return new Facts(info.product(), info.version(), info.role(), number(info.number("uptime_in_seconds")),
				number(info.number("used_memory")), number(info.number("maxmemory")), info.memoryUse(),
				info.text("maxmemory_policy"), hitRate(info), number(info.number("evicted_keys")),
				number(info.number("expired_keys")), number(info.number("connected_clients")),
				number(info.number("blocked_clients")), number(info.number("instantaneous_ops_per_sec")),
				info.flag("aof_enabled"), (link != null) ? link.equals("up") : null,
				(host != null) ? host + ":" + info.text("master_port") : null, number(info.number("connected_slaves")),
				info.replicas());
	}

	private static @Nullable Double hitRate(ServerInfo info) {
		OptionalLong hits = info.number("keyspace_hits");
		OptionalLong misses = info.number("keyspace_misses");
		if (hits.isEmpty() || misses.isEmpty() || hits.getAsLong() + misses.getAsLong() == 0) {
			return null;
		}
		return (double) hits.getAsLong() / (hits.getAsLong() + misses.getAsLong());
	}

	private static @Nullable Long number(OptionalLong number) {
		return number.isPresent() ? number.getAsLong() : null;
	}

	private static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * What happened, and how full the servers are now.
	 */
	record HistoryView(List<MemoryPressure> pressures, List<HistoryEntry> entries) {

	}

}
