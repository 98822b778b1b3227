package io.github.valkeyflavors.it.servers;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.sync.RedisCommands;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

import static org.awaitility.Awaitility.await;

/**
 * One real server, with what a test does to it from outside. Faults last until
 * {@link #heal()}, which comes after each test of a class with {@link ValkeyServers}.
 */
public final class Server implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Server.class);

	private static final int DATABASES = 16;

	private final RunningServer server;

	private final Connections connections;

	private final ChangedSettings settings = new ChangedSettings();

	private volatile boolean frozen;

	private volatile boolean replica;

	// Null: no client is paused
	private RawConnection pause;

	// Null: it has not been asked to sleep
	private RawConnection sleep;

	Server(RunningServer server) {
		this.server = server;
		this.connections = new Connections(server);
	}

	/**
	 * Start a server for one test alone, which closes it.
	 * @param flavor names its configuration file
	 * @param options such as {@code --appendfsync}, {@code always}
	 */
	public static Server start(String flavor, String... options) {
		return new Server(Launcher.CONFIGURED.start(RepositoryFolder.resolve("docker/valkey/" + flavor + ".conf"),
				List.of(options)));
	}

	public String host() {
		return this.server.host();
	}

	public int port() {
		return this.server.port();
	}

	/**
	 * The environment variables that lead an application to this server.
	 * @param prefix such as {@code REDIS} or {@code REDIS_CACHE}
	 */
	public Map<String, String> variables(String prefix) {
		return Map.of(prefix + "_HOST", host(), prefix + "_PORT", Integer.toString(port()));
	}

	/**
	 * Commands on database 0.
	 */
	public RedisCommands<String, String> commands() {
		return commands(0);
	}

	/**
	 * Commands on a database. Do not select another one on them.
	 * @throws IllegalStateException if the server is frozen and could not answer
	 */
	public RedisCommands<String, String> commands(int database) {
		Assert.state(!this.frozen, "The server is frozen");
		return this.connections.commands(database);
	}

	/**
	 * One setting of the running server.
	 */
	public String config(String name) {
		return commands().configGet(name).get(name);
	}

	/**
	 * All keys of a database, sorted.
	 */
	public Set<String> keys(int database) {
		Set<String> keys = new TreeSet<>();
		ScanIterator.scan(commands(database)).forEachRemaining(keys::add);
		return keys;
	}

	/**
	 * All keys of all databases; a database without keys is left out.
	 */
	public Map<Integer, Set<String>> allKeys() {
		Map<Integer, Set<String>> keys = new TreeMap<>();
		for (int database = 0; database < DATABASES; database++) {
			keys.put(database, keys(database));
		}
		keys.values().removeIf(Set::isEmpty);
		return keys;
	}

	public void flushAll() {
		commands().flushall();
	}

	/**
	 * End the server at once, as {@code kill -9} does.
	 */
	public void kill() {
		this.server.kill();
		forgetFaults();
	}

	/**
	 * Start the server, or stop it in good order and start it again: same port, same
	 * data, no fault left.
	 */
	public void restart() {
		if (this.frozen) {
			thaw();
		}
		forgetFaults();
		this.server.restart();
		awaitAnswer();
	}

	/**
	 * Kill the server and start it again, so that it answers LOADING at first. Its data
	 * survives. Returns when it answers so; not for containers.
	 * @param duration how long it loads, less than 8 seconds
	 */
	public void restartLoading(Duration duration) {
		List<String> options = SlowLoading.prepare(commands(SlowLoading.DATABASE), duration);
		kill();
		this.server.startLoading(options);
		await().atMost(Connections.TIMEOUT).ignoreException(RedisConnectionException.class).until(this::isLoading);
	}

	private boolean isLoading() {
		try {
			commands().ping();
			return false;
		}
		catch (RedisLoadingException ex) {
			return true;
		}
	}

	/**
	 * Stop the server in the middle of whatever it does, as SIGSTOP does. Its system
	 * still accepts connections and bytes.
	 */
	public void freeze() {
		this.server.freeze();
		this.frozen = true;
	}

	/**
	 * Let a frozen server go on.
	 */
	public void thaw() {
		this.server.thaw();
		this.frozen = false;
	}

	/**
	 * Let the server do nothing else for some time. It must allow DEBUG.
	 */
	public void busy(Duration duration) {
		endSleep();
		this.sleep = new RawConnection(this.server, this.connections.password());
		this.sleep.call("DEBUG SLEEP 0");
		this.sleep.send("DEBUG SLEEP " + duration.toMillis() / 1000.0);
	}

	/**
	 * Close the connections of all clients, also of those that are subscribed.
	 */
	public void killClients() {
		commands().clientKill(KillArgs.Builder.typePubsub());
		commands().clientKill(KillArgs.Builder.typeNormal().skipme());
	}

	/**
	 * Let all commands wait, until {@link #resumeClients()} or for some time.
	 */
	public void pauseClients(Duration duration) {
		endPause();
		this.pause = new RawConnection(this.server, this.connections.password());
		this.pause.call("MONITOR");
		this.pause.call("CLIENT PAUSE " + duration.toMillis() + " ALL");
	}

	/**
	 * Let all writes wait, until {@link #resumeClients()} or for some time.
	 */
	public void pauseWrites(Duration duration) {
		endPause();
		this.pause = new RawConnection(this.server, this.connections.password());
		this.pause.call("CLIENT PAUSE " + duration.toMillis() + " WRITE");
	}

	/**
	 * End a pause.
	 */
	public void resumeClients() {
		this.pause.call("CLIENT UNPAUSE");
		endPause();
	}

	/**
	 * Change a setting until the server is healed.
	 */
	public void configure(String name, String value) {
		this.settings.set(commands(), name, value);
	}

	/**
	 * Allow the server only so much memory. It evicts at once what is too much, if its
	 * policy allows.
	 */
	public void limitMemory(DataSize most) {
		configure("maxmemory", Long.toString(most.toBytes()));
	}

	/**
	 * Let every write that needs memory be answered by OOM. Nothing is evicted.
	 */
	public void fill() {
		configure("maxmemory-policy", "noeviction");
		limitMemory(DataSize.ofBytes(1));
	}

	/**
	 * Refuse connections beyond a number. The tests' own one counts.
	 */
	public void limitClients(int most) {
		configure("maxclients", Integer.toString(most));
	}

	/**
	 * Require a password, or another one, from connections that are opened from now on.
	 */
	public void requirePassword(String password) {
		configure("requirepass", password);
		this.connections.password(password);
	}

	/**
	 * Make this a replica, which takes over the data of a server of the same launcher.
	 */
	public void replicaOf(Server primary) {
		this.replica = true;
		primary.configure("repl-diskless-sync-delay", "0");
		commands().replicaof(primary.server.peerHost(), primary.server.peerPort());
	}

	/**
	 * Make this a replica that has lost its primary: it keeps its data, and answers
	 * READONLY to writes.
	 */
	public void demote() {
		this.replica = true;
		commands().replicaof("127.0.0.1", 1);
	}

	/**
	 * Make a replica a primary.
	 */
	public void promote() {
		commands().replicaofNoOne();
		this.replica = false;
	}

	/**
	 * Undo every fault: the server runs, answers, and is as it has been configured. Does
	 * nothing when nothing was done to it.
	 */
	public void heal() {
		if (this.frozen) {
			thaw();
		}
		if (!this.server.isRunning()) {
			restart();
		}
		try {
			undoFaults();
		}
		catch (RedisException | UncheckedIOException ex) {
			logger.warn("Cannot undo the faults of " + this + ", so it is started again", ex);
			kill();
			restart();
		}
	}

	private void undoFaults() {
		if (this.pause != null) {
			resumeClients();
		}
		if (this.replica) {
			promote();
		}
		if (!this.settings.isEmpty()) {
			this.settings.undo(commands());
			this.connections.password(null);
		}
		if (this.sleep != null) {
			endSleep();
			awaitAnswer();
		}
	}

	private void forgetFaults() {
		endPause();
		endSleep();
		this.frozen = false;
		this.replica = false;
		this.settings.forget();
		this.connections.password(null);
		this.connections.disconnect();
	}

	private void endPause() {
		if (this.pause != null) {
			this.pause.close();
			this.pause = null;
		}
	}

	private void endSleep() {
		if (this.sleep != null) {
			this.sleep.close();
			this.sleep = null;
		}
	}

	private void awaitAnswer() {
		await().atMost(Connections.TIMEOUT)
			.ignoreException(RedisConnectionException.class)
			.until(() -> "PONG".equals(commands().ping()));
	}

	void runEmpty() {
		heal();
		flushAll();
	}

	@Override
	public void close() {
		if (this.frozen) {
			thaw();
		}
		endPause();
		endSleep();
		this.connections.close();
		this.server.close();
	}

	@Override
	public String toString() {
		return host() + ":" + port();
	}

}
