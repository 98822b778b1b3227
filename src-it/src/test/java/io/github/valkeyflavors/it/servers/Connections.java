package io.github.valkeyflavors.it.servers;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * The tests' own connections to a server, one for each database.
 */
final class Connections implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final RunningServer server;

	private final Map<Integer, RedisCommands<String, String>> commands = new ConcurrentHashMap<>();

	private RedisClient client = RedisClient.create();

	// Null: the server requires none
	private volatile String password;

	Connections(RunningServer server) {
		this.server = server;
	}

	RedisCommands<String, String> commands(int database) {
		return this.commands.computeIfAbsent(database, (index) -> this.client.connect(uri(index)).sync());
	}

	private RedisURI uri(int database) {
		RedisCredentialsProvider credentials = RedisCredentialsProvider
			.from(() -> RedisCredentials.just(null, this.password));
		return RedisURI.builder()
			.withHost(this.server.host())
			.withPort(this.server.port())
			.withDatabase(database)
			.withAuthentication(credentials)
			.withTimeout(TIMEOUT)
			.build();
	}

	String password() {
		return this.password;
	}

	void password(String password) {
		this.password = password;
	}

	void disconnect() {
		this.commands.clear();
		this.client.shutdown();
		this.client = RedisClient.create();
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}
