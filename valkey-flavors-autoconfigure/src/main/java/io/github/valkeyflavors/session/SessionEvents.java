package io.github.valkeyflavors.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.data.redis.listener.adapter.RedisListenerExecutionFailedException;
import org.springframework.session.data.redis.config.ConfigureNotifyKeyspaceEventsAction;

/**
 * Starts what an indexed repository needs to publish the events of its sessions: the
 * server's keyspace notifications and the container that listens to them. Neither a
 * server that forbids CONFIG nor one that is away stops the application: the first is
 * logged with what the server must be set to, the second is tried again every second.
 * <p>
 * Thread-safe. The container must not start by itself. Writes no key; sets the server's
 * {@code notify-keyspace-events} (adding {@code E}, {@code g} and {@code x}) if it may.
 *
 * @since 0.1.0
 */
public final class SessionEvents implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(SessionEvents.class);

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

	private final RedisConnectionFactory connectionFactory;

	private final boolean configureServer;

	private final @Nullable RedisMessageListenerContainer container;

	private @Nullable ExecutorService retries;

	/**
	 * Creates the starter.
	 * @param connectionFactory the connection factory of the sessions
	 * @param configureServer whether to turn keyspace notifications on
	 * @param container the container to start, or {@code null} where the repository
	 * listens by itself
	 */
	public SessionEvents(RedisConnectionFactory connectionFactory, boolean configureServer,
			@Nullable RedisMessageListenerContainer container) {
		this.connectionFactory = connectionFactory;
		this.configureServer = configureServer;
		this.container = container;
	}

	@Override
	public synchronized void start() {
		if (this.retries != null) {
			return;
		}
		ExecutorService executor = Executors.newSingleThreadExecutor((task) -> {
			Thread thread = new Thread(task, "valkey-session-events");
			thread.setDaemon(true);
			return thread;
		});
		this.retries = executor;
		RuntimeException failure = tryStart();
		if (failure != null) {
			logger.warn("The sessions server is away (%s); session events start when it is back"
				.formatted(failure.getMessage()));
			retryLater(executor);
		}
		else {
			executor.shutdown();
		}
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
			if (this.configureServer) {
				configureServer();
			}
			if (this.container != null) {
				this.container.start();
			}
			return null;
		}
		catch (RedisConnectionFailureException | QueryTimeoutException | RedisListenerExecutionFailedException ex) {
			if (this.container != null) {
				this.container.stop();
			}
			return ex;
		}
	}

	private void configureServer() {
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			new ConfigureNotifyKeyspaceEventsAction().configure(connection);
		}
		catch (RedisConnectionFailureException | QueryTimeoutException ex) {
			throw ex;
		}
		catch (DataAccessException | IllegalStateException ex) {
			logger.warn("The sessions server does not let us turn keyspace notifications on (%s). "
				.formatted(ex.getMessage())
					+ "Session created, deleted and expired events need 'notify-keyspace-events' on the server to "
					+ "contain Egx; set it there, and 'spring.session.data.redis.configure-action=none' here "
					+ "to silence this line");
		}
	}

	@Override
	public synchronized void stop() {
		if (this.retries != null) {
			this.retries.shutdownNow();
			this.retries = null;
		}
		if (this.container != null) {
			this.container.stop();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.retries != null;
	}

}
