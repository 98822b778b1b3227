package io.github.valkeyflavors.it.servers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.sync.RedisCommands;

import static org.awaitility.Awaitility.await;

/**
 * One real server, with what a test does to it from outside.
 */
public final class Server implements AutoCloseable {

	private static final int DATABASES = 16;

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final RunningServer server;

	private final Map<Integer, RedisCommands<String, String>> commands = new ConcurrentHashMap<>();

	private RedisClient client = RedisClient.create();

	Server(RunningServer server) {
		this.server = server;
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
	 */
	public RedisCommands<String, String> commands(int database) {
		return this.commands.computeIfAbsent(database, (index) -> this.client.connect(uri(index)).sync());
	}

	private RedisURI uri(int database) {
		return RedisURI.builder().withHost(host()).withPort(port()).withDatabase(database).withTimeout(TIMEOUT).build();
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
		disconnect();
		this.server.kill();
	}

	/**
	 * Start the server, or stop it in good order and start it again: same port, same
	 * data.
	 */
	public void restart() {
		disconnect();
		this.server.restart();
		await().atMost(TIMEOUT)
			.ignoreException(RedisConnectionException.class)
			.until(() -> "PONG".equals(commands().ping()));
	}

	void runEmpty() {
		if (!this.server.isRunning()) {
			restart();
		}
		flushAll();
	}

	private void disconnect() {
		this.commands.clear();
		this.client.shutdown();
		this.client = RedisClient.create();
	}

	@Override
	public void close() {
		this.client.shutdown();
		this.server.close();
	}

	@Override
	public String toString() {
		return host() + ":" + port();
	}

}
