package io.github.valkeyflavors.ops.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.connection.DedicatedConnection;
import io.github.valkeyflavors.connection.DedicatedConnections;
import io.github.valkeyflavors.ops.memory.MemoryReport.ServerMemory;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.topology.Endpoint;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * Goes through the databases of a server, one after the other. Not thread-safe.
 */
final class ServerScan {

	private final Server server;

	private final ConnectionFactoryRouter router;

	private final Tools tools;

	private final MemoryAuditRequest request;

	private final Pacer pacer;

	private final RunProgress progress;

	private final @Nullable ServerInfo info;

	private final long startedAt;

	private Endpoint.@Nullable Tcp replica;

	private @Nullable String note;

	ServerScan(Server server, ConnectionFactoryRouter router, Tools tools, MemoryAuditRequest request,
			RunProgress progress) {
		this.server = server;
		this.router = router;
		this.tools = tools;
		this.request = request;
		this.progress = progress;
		this.startedAt = tools.nanoTime().getAsLong();
		this.info = tools.reader().read(server).info();
		this.pacer = new Pacer(request.maxServerShare(), request.maxKeysPerSecond(), tools.nanoTime());
	}

	ServerMemory run(List<LogicalDatabase> databases) throws InterruptedException {
		findReplica(databases);
		List<DatabaseMemory> found = new ArrayList<>();
		for (LogicalDatabase database : databases) {
			if (this.progress.isCancelled()) {
				break;
			}
			this.progress.start(database.name());
			found.add(scan(database));
		}
		long nanos = Math.max(1, this.tools.nanoTime().getAsLong() - this.startedAt);
		OptionalLong used = (this.info != null) ? this.info.number("used_memory") : OptionalLong.empty();
		return new ServerMemory(this.server.address(),
				(this.replica != null) ? this.replica.toString() : this.server.address(), this.replica != null,
				this.note, used.isPresent() ? used.getAsLong() : null, (double) this.pacer.busyNanos() / nanos, found);
	}

	private void findReplica(List<LogicalDatabase> databases) {
		Replicas replicas = new Replicas(this.info);
		if (replicas.isEmpty() || databases.isEmpty()) {
			return;
		}
		DedicatedConnections connections = connections(databases.get(0));
		this.replica = (connections != null) ? replicas.find(connections) : null;
		if (this.replica == null) {
			this.note = "No replica could be read where its primary says that it is, so the primary was";
		}
	}

	private DatabaseMemory scan(LogicalDatabase database) throws InterruptedException {
		DedicatedConnections connections = connections(database);
		if (connections == null) {
			return unknown(database, "The application's own connection factory leads there");
		}
		try (DedicatedConnection connection = connect(connections, database)) {
			KeyReader reader = new KeyReader(connection.connection(), this.tools.nanoTime());
			return new DatabaseScan(database, flavor(database), this.request, reader, this.pacer,
					this.tools.random().get(), this.progress)
				.run(keys(database));
		}
		catch (DataAccessException ex) {
			return unknown(database, "The server " + OutageReason.of(ex).symptom());
		}
	}

	private DedicatedConnection connect(DedicatedConnections connections, LogicalDatabase database) {
		if (this.replica != null) {
			try {
				return connections.connectDedicated(this.replica, KeyReader.TIMEOUT);
			}
			catch (DataAccessException ex) {
				this.note = "Of database '%s' the primary was read, for the replica %s".formatted(database.name(),
						OutageReason.of(ex).symptom());
			}
		}
		return connections.connectDedicated(null, KeyReader.TIMEOUT);
	}

	private @Nullable Long keys(LogicalDatabase database) {
		OptionalLong keys = (this.info != null) ? this.info.keys(database.index()) : OptionalLong.empty();
		return keys.isPresent() ? keys.getAsLong() : null;
	}

	private @Nullable DedicatedConnections connections(LogicalDatabase database) {
		return (this.router.forDatabase(database.name()) instanceof DedicatedConnections connections) ? connections
				: null;
	}

	private DatabaseMemory unknown(LogicalDatabase database, String reason) {
		Long keys = keys(database);
		return new DatabaseMemory(database.name(), database.index(), database.flavor().name(), List.of(reason),
				(keys != null) ? keys : 0, 0, 0, 0, null, null, new TimeToLiveRule(flavor(database)).isExpected(),
				List.of(), List.of(), List.of(), List.of());
	}

	private ResolvedFlavor flavor(LogicalDatabase database) {
		return this.server.flavors()
			.stream()
			.filter((flavor) -> flavor.flavor().equals(database.flavor()))
			.findFirst()
			.orElseThrow();
	}

}
