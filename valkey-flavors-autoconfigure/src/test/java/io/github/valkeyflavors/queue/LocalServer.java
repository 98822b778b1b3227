package io.github.valkeyflavors.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.util.FileSystemUtils;

import io.github.valkeyflavors.devserver.ServerExecutable;

import static org.awaitility.Awaitility.await;

/**
 * A real server on a free port, empty before each test: the one on the PATH, else the
 * embedded one.
 */
public final class LocalServer implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

	private static final int QUEUE_DATABASE = 3;

	private final List<LettuceConnectionFactory> factories = new ArrayList<>();

	@SuppressWarnings("NullAway.Init")
	private Path directory;

	private String command = "";

	private @Nullable Process process;

	private int port;

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		this.command = ServerExecutable.find().command();
		this.directory = Files.createTempDirectory("valkey-flavors");
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.port = socket.getLocalPort();
		}
		start();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		if (this.process == null || !this.process.isAlive()) {
			start();
		}
		try (RedisConnection connection = connectionFactory().getConnection()) {
			connection.serverCommands().flushAll();
		}
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.factories.forEach(LettuceConnectionFactory::destroy);
		this.factories.clear();
	}

	@Override
	public void afterAll(ExtensionContext context) throws IOException {
		if (this.process != null) {
			stop();
			FileSystemUtils.deleteRecursively(this.directory);
		}
	}

	public void start() {
		try {
			this.process = new ProcessBuilder(this.command, "--port", String.valueOf(this.port), "--bind", "127.0.0.1",
					"--save", "", "--appendonly", "yes", "--appendfsync", "always", "--dir", this.directory.toString())
				.redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("server.log").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		LettuceConnectionFactory factory = newConnectionFactory();
		try {
			await().atMost(Duration.ofSeconds(20)).ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> {
				try (RedisConnection connection = factory.getConnection()) {
					return connection.ping();
				}
			}, "PONG"::equals);
		}
		finally {
			factory.destroy();
		}
	}

	public void stop() {
		Process running = this.process;
		if (running == null) {
			return;
		}
		running.destroyForcibly();
		try {
			running.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Returns a factory for the queue database that ends with the test.
	 */
	public LettuceConnectionFactory connectionFactory() {
		LettuceConnectionFactory factory = newConnectionFactory();
		this.factories.add(factory);
		return factory;
	}

	private LettuceConnectionFactory newConnectionFactory() {
		RedisStandaloneConfiguration server = new RedisStandaloneConfiguration("127.0.0.1", this.port);
		server.setDatabase(QUEUE_DATABASE);
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.commandTimeout(Duration.ofSeconds(2))
			.shutdownTimeout(Duration.ZERO)
			.build();
		LettuceConnectionFactory factory = new LettuceConnectionFactory(server, client);
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	/**
	 * Returns a template for the queue database that ends with the test.
	 */
	public StringRedisTemplate template() {
		return new StringRedisTemplate(connectionFactory());
	}

}
