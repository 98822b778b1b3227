package io.github.valkeyflavors.session;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.session.data.redis.config.ConfigureNotifyKeyspaceEventsAction;

/**
 * Starts what an indexed repository needs to publish the events of its sessions: the
 * server's keyspace notifications and the listener to them. Neither a server that forbids
 * CONFIG nor one that is away stops the application: the first is logged with what the
 * server must be set to, the second is tried again every second.
 * <p>
 * Thread-safe. The listener must not start by itself; it is started and stopped with this
 * object. Writes no key; sets the server's {@code notify-keyspace-events} (adding
 * {@code E}, {@code g} and {@code x}) if it may, once: a server that forgets it when it
 * restarts must have it in its configuration file.
 *
 * @since 0.1.0
 */
public final class SessionEvents implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(SessionEvents.class);

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

	private final Lifecycle listener;

	private @Nullable RedisConnectionFactory unconfiguredServer;

	private @Nullable ExecutorService retries;

	/**
	 * Creates the starter.
	 * @param server the connection factory of the server to turn keyspace notifications
	 * on at, or {@code null} to leave the server as it is
	 * @param listener what listens to the server: its {@code start()} throws when the
	 * server is away, and can be called again after {@code stop()}
	 */
	public SessionEvents(@Nullable RedisConnectionFactory server, Lifecycle listener) {
		this.unconfiguredServer = server;
		this.listener = listener;
	}

	@Override
	public synchronized void start() {
		if (this.retries != null) {
			return;
		}
		ExecutorService executor = newExecutor();
		this.retries = executor;
		RuntimeException failure = tryStart();
		if (failure != null) {
			logger.warn("Session events cannot start yet (%s); trying again every second".formatted(reason(failure)));
			retryLater(executor);
		}
		else {
			executor.shutdown();
		}
	}

	/**
	 * Listens anew, if it was listening: whoever cannot do so by itself may have stopped
	 * when the server was away. Returns at once.
	 */
	public synchronized void restart() {
		ExecutorService previous = this.retries;
		if (previous == null) {
			return;
		}
		previous.shutdownNow();
		ExecutorService executor = newExecutor();
		this.retries = executor;
		executor.execute(() -> retry(executor));
	}

	private static ExecutorService newExecutor() {
		return Executors.newSingleThreadExecutor((task) -> {
			Thread thread = new Thread(task, "valkey-session-events");
			thread.setDaemon(true);
			return thread;
		});
	}

	private void retryLater(ExecutorService executor) {
		CompletableFuture.delayedExecutor(RETRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS, executor)
			.execute(() -> retry(executor));
	}

	private synchronized void retry(ExecutorService executor) {
		if (executor.isShutdown()) {
			return;
		}
		if (tryStart() == null) {
			logger.info("The sessions server is back; session events have started");
			executor.shutdown();
		}
		else {
			retryLater(executor);
		}
	}

	private @Nullable RuntimeException tryStart() {
		try {
			configureServer();
			if (this.listener.isRunning()) {
				this.listener.stop();
			}
			this.listener.start();
			return null;
		}
		catch (DataAccessException | IllegalStateException | CompletionException ex) {
			this.listener.stop();
			return ex;
		}
	}

	private void configureServer() {
		RedisConnectionFactory server = this.unconfiguredServer;
		if (server == null) {
			return;
		}
		try (RedisConnection connection = server.getConnection()) {
			new ConfigureNotifyKeyspaceEventsAction().configure(connection);
		}
		catch (DataAccessException | IllegalStateException ex) {
			if (!isForbidden(ex)) {
				throw ex;
			}
			logger
				.warn("The sessions server does not let us turn keyspace notifications on (%s). ".formatted(reason(ex))
						+ "Session created, deleted and expired events need 'notify-keyspace-events' on the server to "
						+ "contain Egx; set it there, and 'spring.session.data.redis.configure-action=none' here "
						+ "to silence this line");
		}
		this.unconfiguredServer = null;
	}

	// Everything else, such as a server that is still loading, passes
	private static boolean isForbidden(RuntimeException failure) {
		String reason = String.valueOf(reason(failure)).toLowerCase(Locale.ROOT);
		return reason.contains("noperm") || reason.contains("no permissions") || reason.contains("unknown command");
	}

	private static @Nullable String reason(RuntimeException failure) {
		return NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
	}

	@Override
	public synchronized void stop() {
		if (this.retries != null) {
			this.retries.shutdownNow();
			this.retries = null;
		}
		this.listener.stop();
	}

	@Override
	public synchronized boolean isRunning() {
		return this.retries != null;
	}

}
