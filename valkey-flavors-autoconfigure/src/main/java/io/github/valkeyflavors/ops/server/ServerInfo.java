package io.github.valkeyflavors.ops.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * What a server answered to {@code INFO}, of whichever sections it shows. A field that is
 * missing or unreadable is absent, never an error: managed servers hide some, and old
 * ones do not know others.
 * <p>
 * Immutable and thread-safe. Holds no secrets, for {@code INFO} has none.
 *
 * @since 0.1.0
 */
public final class ServerInfo {

	private final Map<String, String> fields;

	/**
	 * Creates the value.
	 * @param fields the fields by name, as {@code INFO} calls them
	 */
	public ServerInfo(Map<String, String> fields) {
		this.fields = Map.copyOf(fields);
	}

	static ServerInfo of(Properties properties) {
		Map<String, String> fields = new HashMap<>();
		properties.stringPropertyNames().forEach((name) -> fields.put(name, properties.getProperty(name).trim()));
		return new ServerInfo(fields);
	}

	/**
	 * Returns a field as it is.
	 * @param field the name, for example {@code maxmemory_policy}
	 * @return the text, or {@code null} if the server does not say
	 */
	public @Nullable String text(String field) {
		return this.fields.get(field);
	}

	/**
	 * Returns a field that is a whole number.
	 * @param field the name, for example {@code used_memory}
	 * @return the number, empty if the server does not say, or says something else
	 */
	public OptionalLong number(String field) {
		return parse(this.fields.get(field));
	}

	/**
	 * Returns whether a field is {@code 1}.
	 * @param field the name, for example {@code aof_enabled}
	 * @return {@code true} or {@code false}, or {@code null} if the server does not say
	 */
	public @Nullable Boolean flag(String field) {
		String text = this.fields.get(field);
		return (text != null) ? text.equals("1") : null;
	}

	/**
	 * Returns the version of the server.
	 * @return that of Valkey, else that of Redis which it is compatible with, or
	 * {@code null} if it does not say
	 */
	public @Nullable String version() {
		String valkey = this.fields.get("valkey_version");
		return (valkey != null) ? valkey : this.fields.get("redis_version");
	}

	/**
	 * Returns what the server is.
	 * @return {@code valkey} or {@code redis}, in lower case, as it calls itself
	 */
	public String product() {
		String name = this.fields.get("server_name");
		if (name != null) {
			return name;
		}
		return this.fields.containsKey("valkey_version") ? "valkey" : "redis";
	}

	/**
	 * Returns the role of the server, in today's words.
	 * @return {@code primary} or {@code replica}, or {@code null} if it does not say
	 */
	public @Nullable String role() {
		String role = this.fields.get("role");
		if (role == null) {
			return null;
		}
		return switch (role) {
			case "master" -> "primary";
			case "slave" -> "replica";
			default -> role;
		};
	}

	/**
	 * Returns how full the server is.
	 * @return used memory as a part of {@code maxmemory}, 0 or more, or {@code null} if
	 * there is no limit or the server does not say
	 */
	public @Nullable Double memoryUse() {
		OptionalLong used = number("used_memory");
		OptionalLong limit = number("maxmemory");
		if (used.isEmpty() || limit.isEmpty() || limit.getAsLong() <= 0) {
			return null;
		}
		return (double) used.getAsLong() / limit.getAsLong();
	}

	/**
	 * Returns the number of keys of a database.
	 * @param index the index of the database
	 * @return the number, 0 for an empty database, empty if the server says nothing about
	 * its databases
	 */
	public OptionalLong keys(int index) {
		return databaseField(index, "keys");
	}

	/**
	 * Returns the number of keys of a database that expire.
	 * @param index the index of the database
	 * @return the number, 0 for an empty database, empty if the server says nothing about
	 * its databases
	 */
	public OptionalLong expiringKeys(int index) {
		return databaseField(index, "expires");
	}

	private OptionalLong databaseField(int index, String name) {
		String database = this.fields.get("db" + index);
		if (database != null) {
			return parse(pairs(database).get(name));
		}
		// An empty database is not listed; who hides the statistics hides the databases
		return this.fields.containsKey("keyspace_hits") ? OptionalLong.of(0) : OptionalLong.empty();
	}

	/**
	 * Returns the replicas of a primary.
	 * @return the replicas that are connected, in the order of the server
	 */
	public List<Replica> replicas() {
		long offset = number("master_repl_offset").orElse(0);
		List<Replica> replicas = new ArrayList<>();
		for (int i = 0; this.fields.containsKey("slave" + i); i++) {
			Map<String, String> pairs = pairs(this.fields.getOrDefault("slave" + i, ""));
			// While it is filled, its offset says nothing
			boolean online = "online".equals(pairs.get("state"));
			OptionalLong acknowledged = parse(pairs.get("offset"));
			replicas.add(new Replica(pairs.getOrDefault("ip", "?") + ":" + pairs.getOrDefault("port", "?"),
					pairs.getOrDefault("state", "?"),
					(online && acknowledged.isPresent()) ? Math.max(0, offset - acknowledged.getAsLong()) : -1,
					parse(pairs.get("lag")).orElse(-1)));
		}
		return List.copyOf(replicas);
	}

	private static Map<String, String> pairs(String text) {
		Map<String, String> pairs = new HashMap<>();
		for (String pair : text.split(",", -1)) {
			int equals = pair.indexOf('=');
			if (equals > 0) {
				pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
			}
		}
		return pairs;
	}

	private static OptionalLong parse(@Nullable String text) {
		if (text == null) {
			return OptionalLong.empty();
		}
		try {
			return OptionalLong.of(Long.parseLong(text));
		}
		catch (NumberFormatException ex) {
			return OptionalLong.empty();
		}
	}

	/**
	 * A replica, as its primary sees it.
	 *
	 * @param address host and port
	 * @param state {@code online} when it follows, another word while it is being filled
	 * @param lagBytes how many bytes of the replication stream it has not acknowledged,
	 * -1 if the primary does not say
	 * @param lagSeconds how long ago it acknowledged last, -1 if the primary does not say
	 * @since 0.1.0
	 */
	public record Replica(String address, String state, long lagBytes, long lagSeconds) {

	}

}
