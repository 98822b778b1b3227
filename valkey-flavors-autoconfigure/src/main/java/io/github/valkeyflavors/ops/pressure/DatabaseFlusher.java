package io.github.valkeyflavors.ops.pressure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisServerCommands.FlushOption;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.ops.server.ServerReading;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.Topology;

/**
 * Flushes one logical database, and never one whose flavor does not evict: all that is
 * deleted are keys with the index of that database.
 * <p>
 * Thread-safe. Leaves one key in the database, {@value #MARKER}: a string that expires
 * after the interval and keeps other processes from flushing again until then. It may be
 * evicted before.
 *
 * @since 0.1.0
 */
public final class DatabaseFlusher {

	static final String MARKER = "valkey-flavors:flushed";

	/**
	 * One step, so that of many processes one flushes. First what needs no memory: a full
	 * server refuses a script that begins with SET.
	 */
	private static final String FLUSH = """
			if redis.call('EXISTS', KEYS[1]) == 1 then
				return -1
			end
			local keys = redis.call('DBSIZE')
			redis.call('FLUSHDB', 'ASYNC')
			redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
			return keys
			""";

	private final Topology topology;

	private final ConnectionFactoryRouter router;

	private final ServerWatch watch;

	/**
	 * Creates the flusher.
	 * @param topology knows which databases may be flushed
	 * @param router leads to the databases
	 * @param watch knows which servers are the same under two names
	 */
	public DatabaseFlusher(Topology topology, ConnectionFactoryRouter router, ServerWatch watch) {
		this.topology = topology;
		this.router = router;
		this.watch = watch;
	}

	/**
	 * Flushes a database, unless somebody did within the interval.
	 * @param name the name of the logical database
	 * @param interval the shortest time between two flushes, by whichever process
	 * @return how many keys it had, or empty if it was flushed less than the interval ago
	 * @throws IllegalArgumentException if there is no such database, or its flavor does
	 * not evict
	 * @throws IllegalStateException if it may be the database of another flavor as well
	 * @throws org.springframework.dao.DataAccessException if the server does not do it;
	 * if it did not answer, it may have done it all the same
	 */
	public OptionalLong flush(String name, Duration interval) {
		LogicalDatabase database = evicting(name);
		requireOwnDatabase(database);
		try (RedisConnection connection = factory(database).getConnection()) {
			Long keys = connection.scriptingCommands()
				.eval(FLUSH.getBytes(StandardCharsets.US_ASCII), ReturnType.INTEGER, 1,
						MARKER.getBytes(StandardCharsets.US_ASCII),
						Long.toString(interval.toMillis()).getBytes(StandardCharsets.US_ASCII));
			return (keys != null && keys >= 0) ? OptionalLong.of(keys) : OptionalLong.empty();
		}
	}

	/**
	 * Flushes a database whether or not somebody did before.
	 * @param name the name of the logical database
	 * @throws IllegalArgumentException if there is no such database, or its flavor does
	 * not evict
	 * @throws IllegalStateException if it may be the database of another flavor as well
	 * @throws org.springframework.dao.DataAccessException if the server does not do it;
	 * if it did not answer, it may have done it all the same
	 */
	public void flush(String name) {
		LogicalDatabase database = evicting(name);
		requireOwnDatabase(database);
		try (RedisConnection connection = factory(database).getConnection()) {
			connection.serverCommands().flushDb(FlushOption.ASYNC);
		}
	}

	private LogicalDatabase evicting(String name) {
		LogicalDatabase database = this.topology.databases()
			.all()
			.stream()
			.filter((each) -> each.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no logical database '%s'".formatted(name)));
		if (!isEvicting(database)) {
			throw new IllegalArgumentException("Logical database '%s' is not flushed: flavor '%s' does not evict"
				.formatted(name, database.flavor()));
		}
		return database;
	}

	private boolean isEvicting(LogicalDatabase database) {
		return this.topology.flavor(database.flavor()).evicting();
	}

	/**
	 * The topology knows servers by their addresses, and one server may have two.
	 */
	private void requireOwnDatabase(LogicalDatabase database) {
		for (LogicalDatabase other : this.topology.databases().all()) {
			if (other.index() == database.index() && !isEvicting(other) && mayShareServer(database, other)) {
				throw new IllegalStateException(("Logical database '%s' is not flushed: it has the index of '%s', "
						+ "and nothing says that they are on different servers")
					.formatted(database.name(), other.name()));
			}
		}
	}

	private boolean mayShareServer(LogicalDatabase one, LogicalDatabase two) {
		String runOfOne = run(one.flavor());
		String runOfTwo = run(two.flavor());
		return runOfOne == null || runOfTwo == null || Objects.equals(runOfOne, runOfTwo);
	}

	private @Nullable String run(Flavor flavor) {
		ServerReading reading = this.watch.reading(flavor);
		ServerInfo info = (reading != null) ? reading.info() : null;
		return (info != null) ? info.text("run_id") : null;
	}

	/**
	 * A router of the application may lead anywhere.
	 */
	private LettuceConnectionFactory factory(LogicalDatabase database) {
		if (this.router.forDatabase(database.name()) instanceof LettuceConnectionFactory factory
				&& factory instanceof GuardedConnections connections
				&& connections.breaker().flavor().equals(database.flavor().name())
				&& factory.getDatabase() == database.index()) {
			return factory;
		}
		throw new IllegalStateException(
				"Logical database '%s' is not flushed: the router leads elsewhere".formatted(database.name()));
	}

}
