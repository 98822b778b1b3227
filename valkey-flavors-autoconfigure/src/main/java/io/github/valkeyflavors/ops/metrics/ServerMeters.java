package io.github.valkeyflavors.ops.metrics;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.ops.server.ServerInfo.Replica;

/**
 * The meters of servers. All have the tags {@code flavor} and {@code endpoint} (host and
 * port, or path of the socket). Flavors that share a server show the same numbers, each
 * with its own {@code flavor}: look at one of them for each {@code endpoint} to count a
 * server once.
 * <p>
 * The unit is for people: it is not part of the meter, so that the name in Prometheus is
 * the meter's own, with underscores, and {@code _total} for counters.
 *
 * @since 0.1.0
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum ServerMeters {

	/**
	 * Gauge: 1 if the server answered when it was asked last, within three intervals of
	 * the watch; else 0.
	 */
	UP("valkey.server.up", Kind.GAUGE, "1 or 0", "Whether the server answered when it was asked last", null),

	/**
	 * Gauge: memory that the server uses for its data and itself, in bytes.
	 */
	USED_MEMORY("valkey.used.memory", Kind.GAUGE, "bytes", "Memory that the server uses for its data and itself",
			number("used_memory")),

	/**
	 * Gauge: memory that the server may use for its data, 0 for all there is, in bytes.
	 */
	MAX_MEMORY("valkey.max.memory", Kind.GAUGE, "bytes",
			"Memory that the server may use for its data, 0 for all there is", number("maxmemory")),

	/**
	 * Gauge: used memory as a part of what the server may use. 0 to 1 and a little more;
	 * unknown while {@code maxmemory} is not set.
	 */
	MEMORY_PRESSURE("valkey.memory.pressure", Kind.GAUGE, "ratio", "Used memory as a part of what the server may use",
			ServerMeters::pressure),

	/**
	 * Gauge: memory of the process as a multiple of what it uses.
	 */
	FRAGMENTATION("valkey.memory.fragmentation", Kind.GAUGE, "ratio",
			"Memory of the process as a multiple of what it uses", ServerMeters::fragmentation),

	/**
	 * Counter: reads of keys that were there.
	 */
	KEYSPACE_HITS("valkey.keyspace.hits", Kind.COUNTER, "reads", "Reads of keys that were there",
			number("keyspace_hits")),

	/**
	 * Counter: reads of keys that were not there.
	 */
	KEYSPACE_MISSES("valkey.keyspace.misses", Kind.COUNTER, "reads", "Reads of keys that were not there",
			number("keyspace_misses")),

	/**
	 * Counter: keys that were removed because memory was short.
	 */
	EVICTED_KEYS("valkey.evicted.keys", Kind.COUNTER, "keys", "Keys that were removed because memory was short",
			number("evicted_keys")),

	/**
	 * Counter: keys that were removed because their time was over.
	 */
	EXPIRED_KEYS("valkey.expired.keys", Kind.COUNTER, "keys", "Keys that were removed because their time was over",
			number("expired_keys")),

	/**
	 * Gauge: connections of clients, of all applications.
	 */
	CONNECTED_CLIENTS("valkey.connected.clients", Kind.GAUGE, "connections",
			"Connections of clients, of all applications", number("connected_clients")),

	/**
	 * Gauge: connections that wait in a blocking command, as idle workers do.
	 */
	BLOCKED_CLIENTS("valkey.blocked.clients", Kind.GAUGE, "connections",
			"Connections that wait in a blocking command, as idle workers do", number("blocked_clients")),

	/**
	 * Counter: connections that were refused because of maxclients.
	 */
	REJECTED_CONNECTIONS("valkey.rejected.connections", Kind.COUNTER, "connections",
			"Connections that were refused because of maxclients", number("rejected_connections")),

	/**
	 * Gauge: replicas that are connected to the server.
	 */
	CONNECTED_REPLICAS("valkey.connected.replicas", Kind.GAUGE, "replicas", "Replicas that are connected to the server",
			number("connected_slaves")),

	/**
	 * Gauge: how far the slowest replica is behind, in bytes. On a primary, what its
	 * slowest replica has not acknowledged; on a replica, what it has received and not
	 * applied. Unknown without replication.
	 */
	REPLICATION_LAG("valkey.replication.lag", Kind.GAUGE, "bytes", "How far the slowest replica is behind",
			ServerMeters::lag),

	/**
	 * Gauge: time since primary and replica heard of each other last, in seconds. On a
	 * primary, of the replica that was silent for longest. Unknown without replication.
	 */
	REPLICATION_LAST_CONTACT("valkey.replication.last.contact", Kind.GAUGE, "seconds",
			"Time since primary and replica heard of each other last", ServerMeters::lastContact),

	/**
	 * Gauge: whether a replica is connected to its primary. Unknown on a primary.
	 */
	REPLICATION_LINK_UP("valkey.replication.link.up", Kind.GAUGE, "1 or 0",
			"Whether a replica is connected to its primary", ServerMeters::link),

	/**
	 * Counter: commands that the server executed, of all applications.
	 */
	COMMANDS_PROCESSED("valkey.commands.processed", Kind.COUNTER, "commands",
			"Commands that the server executed, of all applications", number("total_commands_processed")),

	/**
	 * Gauge: whether the server writes an append-only file.
	 */
	AOF_ENABLED("valkey.aof.enabled", Kind.GAUGE, "1 or 0", "Whether the server writes an append-only file",
			number("aof_enabled")),

	/**
	 * Gauge: size of the append-only file, in bytes. Unknown without such a file.
	 */
	AOF_SIZE("valkey.aof.size", Kind.GAUGE, "bytes", "Size of the append-only file", number("aof_current_size")),

	/**
	 * Gauge: whether the last rewrite of the append-only file succeeded.
	 */
	AOF_REWRITE_OK("valkey.aof.rewrite.ok", Kind.GAUGE, "1 or 0",
			"Whether the last rewrite of the append-only file succeeded", ok("aof_last_bgrewrite_status")),

	/**
	 * Gauge: whether the last write to the append-only file succeeded.
	 */
	AOF_WRITE_OK("valkey.aof.write.ok", Kind.GAUGE, "1 or 0",
			"Whether the last write to the append-only file succeeded", ok("aof_last_write_status")),

	/**
	 * Gauge: whether the last snapshot was saved.
	 */
	RDB_SAVE_OK("valkey.rdb.save.ok", Kind.GAUGE, "1 or 0", "Whether the last snapshot was saved",
			ok("rdb_last_bgsave_status")),

	/**
	 * Gauge: writes since the last snapshot.
	 */
	RDB_CHANGES("valkey.rdb.changes", Kind.GAUGE, "writes", "Writes since the last snapshot",
			number("rdb_changes_since_last_save")),

	/**
	 * Gauge: channels that somebody listens to.
	 */
	PUBSUB_CHANNELS("valkey.pubsub.channels", Kind.GAUGE, "channels", "Channels that somebody listens to",
			number("pubsub_channels")),

	/**
	 * Gauge: patterns of channels that somebody listens to.
	 */
	PUBSUB_PATTERNS("valkey.pubsub.patterns", Kind.GAUGE, "patterns", "Patterns of channels that somebody listens to",
			number("pubsub_patterns")),

	/**
	 * Gauge: time since the server was started, in seconds.
	 */
	UPTIME("valkey.uptime", Kind.GAUGE, "seconds", "Time since the server was started", number("uptime_in_seconds")),

	/**
	 * Gauge: keys of a logical database. Tag {@code database}: the name of the logical
	 * database.
	 */
	KEYS("valkey.keys", Kind.GAUGE, "keys", "Keys of a logical database", null, "database"),

	/**
	 * Gauge: keys of a logical database that have a time to live. Tag {@code database}:
	 * the name of the logical database.
	 */
	EXPIRING_KEYS("valkey.expiring.keys", Kind.GAUGE, "keys", "Keys of a logical database that have a time to live",
			null, "database"),

	/**
	 * Gauge: what does not suit the flavor, by the last policy audit. Tag
	 * {@code severity}: {@code error}, {@code warning} or {@code info}. Unknown before
	 * the first audit.
	 */
	POLICY_FINDINGS("valkey.policy.findings", Kind.GAUGE, "findings",
			"What does not suit the flavor, by the last policy audit", null, "severity");

	private static final List<String> TAGS = List.of("flavor", "endpoint");

	private final String meterName;

	private final Kind kind;

	private final String unit;

	private final String description;

	private final @Nullable ToDoubleFunction<ServerInfo> value;

	private final List<String> ownTags;

	ServerMeters(String meterName, Kind kind, String unit, String description,
			@Nullable ToDoubleFunction<ServerInfo> value, String... ownTags) {
		this.meterName = meterName;
		this.kind = kind;
		this.unit = unit;
		this.description = description;
		this.value = value;
		this.ownTags = List.of(ownTags);
	}

	private static ToDoubleFunction<ServerInfo> number(String field) {
		return (info) -> orUnknown(info.number(field));
	}

	private static ToDoubleFunction<ServerInfo> ok(String field) {
		return (info) -> {
			String status = info.text(field);
			return (status != null) ? (status.equals("ok") ? 1 : 0) : Double.NaN;
		};
	}

	private static double pressure(ServerInfo info) {
		Double use = info.memoryUse();
		return (use != null) ? use : Double.NaN;
	}

	private static double fragmentation(ServerInfo info) {
		String ratio = info.text("mem_fragmentation_ratio");
		try {
			return (ratio != null) ? Double.parseDouble(ratio) : Double.NaN;
		}
		catch (NumberFormatException ex) {
			return Double.NaN;
		}
	}

	private static double lag(ServerInfo info) {
		if (isReplica(info)) {
			return orUnknown(info.number("slave_read_repl_offset")) - orUnknown(info.number("slave_repl_offset"));
		}
		return max(info.replicas().stream().mapToLong(Replica::lagBytes));
	}

	private static double lastContact(ServerInfo info) {
		if (isReplica(info)) {
			// The first says -1 while the link is down
			return max(LongStream.of(info.number("master_last_io_seconds_ago").orElse(-1),
					info.number("master_link_down_since_seconds").orElse(-1)));
		}
		return max(info.replicas().stream().mapToLong(Replica::lagSeconds));
	}

	private static double link(ServerInfo info) {
		String status = info.text("master_link_status");
		return (status != null) ? (status.equals("up") ? 1 : 0) : Double.NaN;
	}

	private static boolean isReplica(ServerInfo info) {
		return "replica".equals(info.role());
	}

	private static double max(LongStream values) {
		return values.filter((value) -> value >= 0).asDoubleStream().max().orElse(Double.NaN);
	}

	private static double orUnknown(OptionalLong number) {
		return number.isPresent() ? number.getAsLong() : Double.NaN;
	}

	/**
	 * Returns the name of the meter.
	 * @return lower case, with dots
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Returns what kind of meter it is.
	 * @return gauge or counter
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Returns what the value is measured in.
	 * @return a plural, or {@code 1 or 0} for yes and no
	 */
	public String unit() {
		return this.unit;
	}

	/**
	 * Returns what the meter shows.
	 * @return a phrase
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Returns the names of the tags.
	 * @return the names
	 */
	public List<String> tags() {
		return Stream.concat(TAGS.stream(), this.ownTags.stream()).toList();
	}

	/**
	 * Returns whether the value is in what a server answers to {@code INFO}, and is one
	 * for the whole server.
	 */
	boolean isOfInfo() {
		return this.value != null;
	}

	/**
	 * Returns the value in an answer, not a number if the server does not say.
	 */
	double value(ServerInfo info) {
		return (this.value != null) ? this.value.applyAsDouble(info) : Double.NaN;
	}

	/**
	 * The kind of a meter.
	 *
	 * @since 0.1.0
	 */
	public enum Kind {

		/**
		 * A value that goes up and down.
		 */
		GAUGE,

		/**
		 * A number that grows, and begins at 0 when the server is restarted.
		 */
		COUNTER

	}

}
