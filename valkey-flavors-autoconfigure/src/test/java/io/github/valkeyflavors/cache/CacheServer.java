package io.github.valkeyflavors.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.util.FileSystemUtils;

import io.github.valkeyflavors.devserver.DevelopmentServerException;
import io.github.valkeyflavors.devserver.ServerExecutable;
import io.github.valkeyflavors.devserver.ServerPolicy;
import io.github.valkeyflavors.devserver.ServerProcess;

/**
 * A real server with the policy of a cache, empty before each test. Where there is no
 * server program, not even the embedded one, the tests are skipped.
 */
public final class CacheServer implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

	private static final int DATABASE = 4;

	private final List<LettuceConnectionFactory> factories = new ArrayList<>();

	private @Nullable Path directory;

	private @Nullable ServerProcess process;

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		ServerExecutable executable = executable();
		Path folder = Files.createTempDirectory("valkey-flavors");
		this.directory = folder;
		Path configuration = folder.resolve("cache.conf");
		Files.write(configuration, ServerPolicy.CACHE.configuration().getContentAsByteArray());
		this.process = ServerProcess.startOnFreePort(executable, configuration, folder);
	}

	private static ServerExecutable executable() {
		try {
			return ServerExecutable.find();
		}
		catch (DevelopmentServerException ex) {
			throw new TestAbortedException(ex.getMessage(), ex);
		}
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		try (RedisConnection connection = connectionFactory(DATABASE).getConnection()) {
			connection.serverCommands().flushAll();
			connection.serverCommands().resetConfigStats();
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
			this.process.close();
		}
		FileSystemUtils.deleteRecursively(this.directory);
	}

	/**
	 * Returns the port that the server listens on.
	 */
	public int port() {
		if (this.process == null) {
			throw new IllegalStateException("The server is not started");
		}
		return this.process.port();
	}

	/**
	 * Returns a factory that ends with the test.
	 */
	public LettuceConnectionFactory connectionFactory(int database) {
		return connectionFactory(port(), database);
	}

	private LettuceConnectionFactory connectionFactory(int port, int database) {
		RedisStandaloneConfiguration server = new RedisStandaloneConfiguration("127.0.0.1", port);
		server.setDatabase(database);
		LettuceConnectionFactory factory = new LettuceConnectionFactory(server,
				LettuceClientConfiguration.builder()
					.commandTimeout(Duration.ofSeconds(10))
					.shutdownTimeout(Duration.ZERO)
					.build());
		this.factories.add(factory);
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	/**
	 * Returns a template of the cache database, with a connection of its own.
	 */
	public StringRedisTemplate template() {
		return template(DATABASE);
	}

	public StringRedisTemplate template(int database) {
		return new StringRedisTemplate(connectionFactory(database));
	}

	LettuceConnectionFactory connectionFactory() {
		return connectionFactory(DATABASE);
	}

	/**
	 * Returns a factory for a port that nobody listens on.
	 */
	LettuceConnectionFactory unreachable() {
		return connectionFactory(1, DATABASE);
	}

	/**
	 * Returns how often the server was asked to run a command since the test began.
	 */
	public long calls(String command) {
		try (RedisConnection connection = connectionFactory().getConnection()) {
			Properties statistics = connection.serverCommands().info("commandstats");
			String line = (statistics != null) ? statistics.getProperty("cmdstat_" + command) : null;
			return (line != null) ? Long.parseLong(line.substring("calls=".length(), line.indexOf(','))) : 0;
		}
	}

}
