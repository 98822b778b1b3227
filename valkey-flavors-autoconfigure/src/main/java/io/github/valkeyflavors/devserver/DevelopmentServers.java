package io.github.valkeyflavors.devserver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;
import org.springframework.util.FileSystemUtils;

/**
 * The running development servers of an application: one process per flavor, on free
 * ports of 127.0.0.1, without a password.
 * <p>
 * Thread-safe. The servers run until {@link #close()}, which also deletes their data, or
 * until the JVM exits, by a signal too; only a JVM that is killed leaves them behind.
 *
 * @since 0.1.0
 */
public final class DevelopmentServers implements AutoCloseable {

	private final Map<String, ServerProcess> servers = new LinkedHashMap<>();

	private final Log logger;

	private final Path directory;

	private DevelopmentServers(Log logger) {
		this.logger = logger;
		try {
			this.directory = Files.createTempDirectory("valkey-flavors-");
		}
		catch (IOException ex) {
			throw new DevelopmentServerException("Cannot create a temporary folder for the development servers", ex);
		}
	}

	/**
	 * Start servers that are stopped by a shutdown hook of the JVM.
	 * @param specs what to start, one for each flavor
	 * @return the servers, all of which answer
	 * @throws DevelopmentServerException if there is no program to run, or one of the
	 * servers does not start; those already started are stopped then
	 * @throws IllegalArgumentException if a flavor is named twice
	 */
	public static DevelopmentServers start(Collection<DevelopmentServerSpec> specs) {
		return start(specs, LogFactory.getLog(DevelopmentServers.class),
				(stop) -> Runtime.getRuntime().addShutdownHook(new Thread(stop, "valkey-flavors-dev-server-stop")));
	}

	/**
	 * Start servers.
	 * @param specs what to start, one for each flavor
	 * @param logger where to write the warning that these servers are for development
	 * @param shutdown registers an action for the exit of the JVM, such as
	 * {@code SpringApplication.getShutdownHandlers()::add}, which runs it after the
	 * application contexts are closed
	 * @return the servers, all of which answer
	 * @throws DevelopmentServerException if there is no program to run, or one of the
	 * servers does not start; those already started are stopped then
	 * @throws IllegalArgumentException if a flavor is named twice
	 */
	public static DevelopmentServers start(Collection<DevelopmentServerSpec> specs, Log logger,
			Consumer<Runnable> shutdown) {
		return start(specs, logger, shutdown, ServerExecutable.find());
	}

	static DevelopmentServers start(Collection<DevelopmentServerSpec> specs, Log logger, Consumer<Runnable> shutdown,
			ServerExecutable executable) {
		DevelopmentServers servers = new DevelopmentServers(logger);
		boolean started = false;
		try {
			shutdown.accept(servers::close);
			servers.startAll(specs, executable);
			started = true;
			return servers;
		}
		finally {
			if (!started) {
				servers.close();
			}
		}
	}

	private synchronized void startAll(Collection<DevelopmentServerSpec> specs, ServerExecutable executable) {
		for (DevelopmentServerSpec spec : specs) {
			Assert.isTrue(!this.servers.containsKey(spec.flavor()),
					() -> "Flavor '%s' has two development servers".formatted(spec.flavor()));
			this.servers.put(spec.flavor(), startOne(spec, executable));
		}
		this.logger.warn("DEVELOPMENT SERVERS, not for production: %s, by '%s' (%s). They have no password, "
			.formatted(this, executable.command(), executable.origin())
				+ "and all their data is lost when they stop with the application.");
	}

	private ServerProcess startOne(DevelopmentServerSpec spec, ServerExecutable executable) {
		try {
			Path folder = Files.createDirectory(this.directory.resolve(spec.flavor()));
			Path configuration = folder.resolve(spec.policy().configuration().getFilename());
			try (InputStream content = spec.policy().configuration().getInputStream()) {
				Files.copy(content, configuration);
			}
			return ServerProcess.startOnFreePort(executable, configuration, folder);
		}
		catch (IOException | DevelopmentServerException ex) {
			throw new DevelopmentServerException("The development server for flavor '%s' did not start: %s"
				.formatted(spec.flavor(), ex.getMessage()), ex);
		}
	}

	/**
	 * Return the port of a flavor's server.
	 * @param flavor the name of the flavor
	 * @return the port on 127.0.0.1
	 * @throws IllegalArgumentException if no server was started for the flavor, or it is
	 * stopped
	 */
	public synchronized int port(String flavor) {
		ServerProcess server = this.servers.get(flavor);
		if (server == null) {
			throw new IllegalArgumentException(
					"No development server runs for flavor '%s', only for %s".formatted(flavor, this.servers.keySet()));
		}
		return server.port();
	}

	/**
	 * Stop all servers, wait until they are gone, and delete their data. Does nothing the
	 * second time.
	 */
	@Override
	public synchronized void close() {
		this.servers.values().forEach(ServerProcess::close);
		this.servers.clear();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			this.logger.warn("Cannot delete the data of the development servers in " + this.directory, ex);
		}
	}

	@Override
	public synchronized String toString() {
		return this.servers.entrySet()
			.stream()
			.map((server) -> server.getKey() + " on 127.0.0.1:" + server.getValue().port())
			.collect(Collectors.joining(", "));
	}

}
