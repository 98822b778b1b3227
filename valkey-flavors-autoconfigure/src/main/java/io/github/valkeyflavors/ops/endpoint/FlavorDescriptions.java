package io.github.valkeyflavors.ops.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

import io.github.valkeyflavors.connection.ClientSettings;
import io.github.valkeyflavors.ops.endpoint.FlavorDescriptor.Breaker;
import io.github.valkeyflavors.ops.endpoint.FlavorDescriptor.Database;
import io.github.valkeyflavors.ops.endpoint.FlavorDescriptor.Facts;
import io.github.valkeyflavors.ops.memory.MemoryAuditRun;
import io.github.valkeyflavors.ops.memory.MemoryReport;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.ops.server.ServerReading;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.Outage;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.topology.Endpoint;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.ResolvedFlavor;
import io.github.valkeyflavors.topology.Topology;

/**
 * Describes flavors from what is known. Asks no server. Thread-safe.
 */
final class FlavorDescriptions {

	private static final String UNKNOWN = "unknown";

	private final Topology topology;

	private final Function<ResolvedFlavor, ClientSettings> settings;

	private final ValueOrigins origins;

	private final Operations operations;

	FlavorDescriptions(Topology topology, Function<ResolvedFlavor, ClientSettings> settings, ValueOrigins origins,
			Operations operations) {
		this.topology = topology;
		this.settings = settings;
		this.origins = origins;
		this.operations = operations;
	}

	Setting primaryDatabase() {
		return new Setting(this.topology.databases().primary().name(),
				this.origins.of(List.of("valkey.primary-database", "spring.data.redis.database")));
	}

	FlavorDescriptor of(ResolvedFlavor flavor) {
		String name = flavor.flavor().name();
		Server server = this.operations.watch()
			.servers()
			.stream()
			.filter((each) -> each.has(flavor.flavor()))
			.findFirst()
			.orElse(null);
		ServerReading reading = this.operations.watch().reading(flavor.flavor());
		ServerInfo info = (reading != null) ? reading.info() : null;
		return new FlavorDescriptor(
				new Setting(flavor.evicting(), this.origins.of(List.of("valkey.flavors." + name + ".evicting"))),
				endpoint(flavor), databases(flavor, info), server(flavor, server, reading, info),
				(server != null) ? breaker(server, flavor) : null, this.operations.pressure(name),
				this.operations.policy(name), memory(name));
	}

	private Map<String, Setting> endpoint(ResolvedFlavor flavor) {
		Endpoint endpoint = flavor.endpoint();
		Map<String, Setting> fields = new LinkedHashMap<>();
		if (endpoint.address() instanceof Endpoint.Tcp tcp) {
			fields.put("host", new Setting(tcp.host(), origin(flavor, "host")));
			fields.put("port", new Setting(tcp.port(), origin(flavor, "port")));
		}
		else {
			fields.put("socket", new Setting(endpoint.address().toString(), origin(flavor, "host")));
		}
		if (endpoint.username() != null) {
			fields.put("username", Setting.hidden(origin(flavor, "username")));
		}
		if (endpoint.password() != null) {
			fields.put("password", Setting.hidden(origin(flavor, "password")));
		}
		fields.put("tls", new Setting(endpoint.tls(), origin(flavor, "tls")));
		if (endpoint.sslBundle() != null) {
			fields.put("sslBundle", new Setting(endpoint.sslBundle(), origin(flavor, "sslBundle")));
		}
		ClientSettings client = this.settings.apply(flavor);
		fields.put("connectTimeout", new Setting(text(client.connectTimeout()),
				timeoutOrigin(flavor, "connect-timeout", "connect-timeout")));
		fields.put("commandTimeout",
				new Setting(text(client.commandTimeout()), timeoutOrigin(flavor, "command-timeout", "timeout")));
		return fields;
	}

	// What was given as a whole has the origin of the whole
	private static String origin(ResolvedFlavor flavor, String field) {
		return flavor.origins().isEmpty() ? flavor.origin()
				: flavor.origins().getOrDefault(field, ResolvedFlavor.DEFAULT_ORIGIN);
	}

	private String timeoutOrigin(ResolvedFlavor flavor, String name, String nameInBoot) {
		return this.origins.of(List.of("valkey.flavors.%s.%s".formatted(flavor.flavor(), name), "valkey." + name,
				"spring.data.redis." + nameInBoot));
	}

	private List<Database> databases(ResolvedFlavor flavor, @Nullable ServerInfo info) {
		return this.topology.databases()
			.all()
			.stream()
			.filter((database) -> database.flavor().equals(flavor.flavor()))
			.map((database) -> database(flavor, database, info))
			.toList();
	}

	private Database database(ResolvedFlavor flavor, LogicalDatabase database, @Nullable ServerInfo info) {
		String property = "valkey.databases." + database.name();
		return new Database(database.name(),
				new Setting(database.index(), this.origins.of(List.of(property + ".index"))),
				new Setting(database.flavor().name(), this.origins.of(List.of(property + ".flavor"))),
				flavor.evicting(), (info != null) ? orNull(info.keys(database.index())) : null,
				(info != null) ? orNull(info.expiringKeys(database.index())) : null);
	}

	private static FlavorDescriptor.Server server(ResolvedFlavor flavor, @Nullable Server server,
			@Nullable ServerReading reading, @Nullable ServerInfo info) {
		String address = flavor.endpoint().address().toString();
		List<String> flavors = (server != null) ? server.flavors().stream().map((each) -> each.flavor().name()).toList()
				: List.of(flavor.flavor().name());
		Instant askedAt = (reading != null) ? reading.at() : null;
		OutageReason problem = (reading != null) ? reading.problem() : null;
		return new FlavorDescriptor.Server(state(reading, info, problem), address, flavors, askedAt,
				(problem != null) ? problem.tag() : null, (problem != null) ? problem.remedy() : null,
				(info != null) ? facts(info) : null);
	}

	private static String state(@Nullable ServerReading reading, @Nullable ServerInfo info,
			@Nullable OutageReason problem) {
		if (info != null) {
			return "answered";
		}
		// Who forbids to ask is there
		return (reading == null || problem == OutageReason.FORBIDDEN) ? UNKNOWN : "away";
	}

	private static Facts facts(ServerInfo info) {
		return new Facts(info.product(), orUnknown(info.version()), orUnknown(info.role()),
				orNull(info.number("uptime_in_seconds")), orNull(info.number("used_memory")),
				orNull(info.number("maxmemory")), info.memoryUse(), orUnknown(info.text("maxmemory_policy")),
				orNull(info.number("connected_clients")), orNull(info.number("blocked_clients")), hitRate(info),
				orNull(info.number("evicted_keys")), orNull(info.number("expired_keys")), info.replicas());
	}

	private static @Nullable Double hitRate(ServerInfo info) {
		OptionalLong hits = info.number("keyspace_hits");
		OptionalLong misses = info.number("keyspace_misses");
		if (hits.isEmpty() || misses.isEmpty() || hits.getAsLong() + misses.getAsLong() <= 0) {
			return null;
		}
		return (double) hits.getAsLong() / (hits.getAsLong() + misses.getAsLong());
	}

	private Breaker breaker(Server server, ResolvedFlavor flavor) {
		FlavorBreaker breaker = server.connections().get(server.flavors().indexOf(flavor)).breaker();
		Outage outage = breaker.outage();
		if (outage == null) {
			return new Breaker("closed", breaker.isFull(), null, null, null, null);
		}
		return new Breaker("open", breaker.isFull(), outage.reason().tag(), outage.reason().remedy(),
				this.operations.clock().instant().minus(breaker.outageDuration()), outage.missed());
	}

	private FlavorDescriptor.@Nullable MemoryAudits memory(String flavor) {
		if (this.operations.memoryAudit() == null) {
			return null;
		}
		MemoryAuditRun run = this.operations.memoryRun(flavor);
		MemoryReport last = this.operations.memoryAudit().last(flavor);
		return new FlavorDescriptor.MemoryAudits((run != null) ? run.progress() : null,
				(last != null) ? last.startedAt() : null);
	}

	// As it is written in properties
	private static String text(Duration duration) {
		return DurationStyle.SIMPLE.print(duration);
	}

	private static String orUnknown(@Nullable String text) {
		return (text != null) ? text : UNKNOWN;
	}

	private static @Nullable Long orNull(OptionalLong number) {
		return number.isPresent() ? number.getAsLong() : null;
	}

}
