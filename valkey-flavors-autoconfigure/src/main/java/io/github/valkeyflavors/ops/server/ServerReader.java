package io.github.valkeyflavors.ops.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.outage.OutageReason;

/**
 * Asks a server for its {@code INFO}, on behalf of the first of its flavors that may.
 * Asks nothing while the breakers are open, and waits a second at most for an answer, in
 * addition to the connect timeout where there is no connection yet.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class ServerReader {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final InstantSource clock;

	/**
	 * Creates the reader.
	 * @param clock tells when a server was asked
	 */
	public ServerReader(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Asks a server.
	 * @param server the server
	 * @return what it said, or why it did not; never an exception of the server
	 */
	public ServerReading read(Server server) {
		OutageReason problem = OutageReason.OTHER;
		List<GuardedConnections> used = server.inUse().connections();
		for (GuardedConnections connections : used.isEmpty() ? server.connections() : used) {
			try (RedisConnection connection = connections.getObservingConnection(TIMEOUT)) {
				Properties info = connection.serverCommands().info();
				if (info != null && !info.isEmpty()) {
					return reading(server, ServerInfo.of(info), null);
				}
				problem = OutageReason.PROTOCOL;
			}
			catch (DataAccessException ex) {
				problem = OutageReason.of(ex);
			}
		}
		return reading(server, null, problem);
	}

	private ServerReading reading(Server server, @Nullable ServerInfo info, @Nullable OutageReason problem) {
		return new ServerReading(server, this.clock.instant(), info, problem);
	}

}
