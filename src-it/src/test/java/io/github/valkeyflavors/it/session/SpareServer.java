package io.github.valkeyflavors.it.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;

import io.github.valkeyflavors.devserver.ServerExecutable;

import static org.awaitility.Awaitility.await;

/**
 * A server with settings of its own, on a port that is known before it starts.
 */
final class SpareServer implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final String executable = ServerExecutable.find().command();

	private final int port = freePort();

	private final RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", this.port));

	private Process process;

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The environment variables that lead an application's sessions to this server.
	 */
	Map<String, String> variables() {
		return Map.of("REDIS_SESSIONS_HOST", "127.0.0.1", "REDIS_SESSIONS_PORT", Integer.toString(this.port));
	}

	/**
	 * Start the server and wait until it answers.
	 * @param settings lines of its configuration
	 */
	SpareServer start(String... settings) {
		try {
			this.process = new ProcessBuilder(this.executable, "-").redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			try (var input = this.process.outputWriter(StandardCharsets.US_ASCII)) {
				for (String line : List.of("port " + this.port, "bind 127.0.0.1", "save \"\"")) {
					input.write(line + "\n");
				}
				input.write(String.join("\n", settings) + "\n");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		await().atMost(TIMEOUT)
			.ignoreException(RedisConnectionException.class)
			.until(() -> "PONG".equals(commands(0).ping()));
		return this;
	}

	RedisCommands<String, String> commands(int database) {
		RedisCommands<String, String> commands = this.client.connect().sync();
		commands.select(database);
		return commands;
	}

	void kill() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.client.shutdown();
		if (this.process != null) {
			kill();
		}
	}

}
