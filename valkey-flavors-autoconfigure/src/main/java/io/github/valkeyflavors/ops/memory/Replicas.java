package io.github.valkeyflavors.ops.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.lettuce.core.RedisException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.connection.DedicatedConnection;
import io.github.valkeyflavors.connection.DedicatedConnections;
import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.ops.server.ServerInfo.Replica;
import io.github.valkeyflavors.topology.Endpoint;

/**
 * Finds a replica that can be read in place of its primary: one that the primary calls
 * online, that can be reached where the primary says, with the flavor's login, and that
 * follows the same stream of changes. The last is checked because an address that is seen
 * from the primary may lead elsewhere from here.
 */
final class Replicas {

	private static final String STREAM = "master_replid";

	private final @Nullable String stream;

	private final List<Replica> candidates;

	Replicas(@Nullable ServerInfo primary) {
		this.stream = (primary != null) ? primary.text(STREAM) : null;
		this.candidates = (primary != null && this.stream != null)
				? primary.replicas().stream().filter((replica) -> replica.state().equals("online")).toList()
				: List.of();
	}

	boolean isEmpty() {
		return this.candidates.isEmpty();
	}

	/**
	 * Returns the first that can be read, or {@code null} if there is none.
	 */
	Endpoint.@Nullable Tcp find(DedicatedConnections connections) {
		for (Replica candidate : this.candidates) {
			Endpoint.Tcp address = parse(candidate.address());
			if (address != null && follows(connections, address)) {
				return address;
			}
		}
		return null;
	}

	private boolean follows(DedicatedConnections connections, Endpoint.Tcp address) {
		try (DedicatedConnection connection = connections.connectDedicated(address, KeyReader.TIMEOUT)) {
			Map<String, String> fields = new HashMap<>();
			connection.connection().sync().info("replication").lines().forEach((line) -> {
				int colon = line.indexOf(':');
				if (colon > 0) {
					fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
				}
			});
			return "slave".equals(fields.get("role")) && "up".equals(fields.get("master_link_status"))
					&& fields.getOrDefault(STREAM, "").equals(this.stream);
		}
		catch (DataAccessException | RedisException ex) {
			return false;
		}
	}

	private static Endpoint.@Nullable Tcp parse(String address) {
		int colon = address.lastIndexOf(':');
		try {
			return (colon > 0)
					? new Endpoint.Tcp(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))
					: null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
