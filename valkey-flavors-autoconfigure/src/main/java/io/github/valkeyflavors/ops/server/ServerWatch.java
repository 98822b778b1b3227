package io.github.valkeyflavors.ops.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.topology.Flavor;

/**
 * Asks each server in use for its {@code INFO} at an interval, in the background, and
 * keeps the last answer. Whoever wants to know reads that, so nobody waits for a server,
 * and no server is asked twice.
 * <p>
 * Thread-safe. Each server has a thread of its own, so one that is away delays none of
 * the others. May be started again after a stop.
 *
 * @since 0.1.0
 */
public final class ServerWatch implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ServerWatch.class);

	private final List<Server> servers;

	private final ServerReader reader;

	private final Duration interval;

	private final Map<Server, ServerReading> readings = new ConcurrentHashMap<>();

	private final List<Consumer<ServerReading>> listeners = new CopyOnWriteArrayList<>();

	private @Nullable ScheduledThreadPoolExecutor executor;

	/**
	 * Creates the watch; it asks nobody before it is started.
	 * @param servers the servers
	 * @param reader asks a server
	 * @param interval how long to wait after an answer before the server is asked again,
	 * more than zero
	 */
	public ServerWatch(Servers servers, ServerReader reader, Duration interval) {
		this.servers = servers.all();
		this.reader = reader;
		this.interval = interval;
	}

	/**
	 * Returns the servers.
	 * @return the servers that are watched as soon as they are in use
	 */
	public List<Server> servers() {
		return this.servers;
	}

	/**
	 * Returns the interval.
	 * @return how long an answer is kept before the server is asked again
	 */
	public Duration interval() {
		return this.interval;
	}

	/**
	 * Returns the last readings. Asks nobody.
	 * @return one for each server that was asked, in the order of the servers
	 */
	public List<ServerReading> readings() {
		return this.servers.stream().map(this.readings::get).filter(Objects::nonNull).toList();
	}

	/**
	 * Returns the last reading of the server of a flavor. Asks nobody.
	 * @param flavor the flavor
	 * @return the reading, or {@code null} if its server was not asked yet
	 */
	public @Nullable ServerReading reading(Flavor flavor) {
		return readings().stream().filter((reading) -> reading.server().has(flavor)).findFirst().orElse(null);
	}

	/**
	 * Hands over each reading as it is made, in the thread of its server.
	 * @param listener takes the readings; may take its time, but then the next reading is
	 * late. What it throws is logged
	 */
	public void addListener(Consumer<ServerReading> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Asks all servers in use now and waits for them; for whoever cannot wait for the
	 * next interval.
	 * @return the readings, in the order of the servers
	 */
	public List<ServerReading> refresh() {
		this.servers.parallelStream().filter(Server::isInUse).forEach(this::read);
		return readings();
	}

	/**
	 * Starts to ask. Does nothing if it has been started.
	 */
	public synchronized void start() {
		if (this.executor != null || this.servers.isEmpty()) {
			return;
		}
		ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(this.servers.size(), (task) -> {
			Thread thread = new Thread(task, "valkey-watch");
			thread.setDaemon(true);
			return thread;
		});
		this.executor = started;
		for (Server server : this.servers) {
			Future<?> unused = started.scheduleWithFixedDelay(() -> readIfInUse(server), 0, this.interval.toMillis(),
					TimeUnit.MILLISECONDS);
		}
	}

	private void readIfInUse(Server server) {
		try {
			if (server.isInUse()) {
				read(server);
			}
		}
		catch (RuntimeException ex) {
			// An exception would end the schedule
			logger.error("'%s' could not be watched".formatted(server.address()), ex);
		}
	}

	private void read(Server server) {
		ServerReading reading = this.reader.read(server);
		this.readings.put(server, reading);
		for (Consumer<ServerReading> listener : this.listeners) {
			try {
				listener.accept(reading);
			}
			catch (RuntimeException ex) {
				logger.error("What '%s' said could not be evaluated".formatted(server.address()), ex);
			}
		}
	}

	/**
	 * Stops to ask. The last readings are kept.
	 */
	@Override
	public synchronized void close() {
		if (this.executor != null) {
			this.executor.shutdownNow();
			this.executor = null;
		}
	}

}
