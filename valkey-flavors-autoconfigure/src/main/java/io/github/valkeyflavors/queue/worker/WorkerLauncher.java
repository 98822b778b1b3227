package io.github.valkeyflavors.queue.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.github.valkeyflavors.queue.RetryDelay;

/**
 * Runs the jobs of an application inside the application: {@link #start()} brings up the
 * threads, {@link #stop()} takes no new jobs, waits for those in hand, and gives back
 * what is not done in time. It does nothing in an application without job methods.
 * <p>
 * Thread-safe. May be started again after a stop; each start is a new process to the
 * others, with an identity of its own. A start succeeds when the server is away: the
 * worker begins when the server answers. The connection factory belongs to whoever made
 * it and must outlive the worker, which stops before it because of its higher phase.
 *
 * @since 0.1.0
 */
public final class WorkerLauncher implements SmartLifecycle {

	/**
	 * The phase of the worker: it starts after the web server and stops before it.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

	private static final Log logger = LogFactory.getLog(WorkerLauncher.class);

	private final RedisConnectionFactory connectionFactory;

	private final Supplier<JobMethods> jobMethods;

	private final WorkerSettings settings;

	@SuppressWarnings("UnusedVariable")
	private final RetryDelay retryDelay;

	private final InstantSource clock;

	private final LongSupplier nanoTime;

	private volatile @Nullable Run run;

	/**
	 * Creates a launcher.
	 * @param connectionFactory leads to the queue database
	 * @param jobMethods returns the methods that perform the jobs, asked at each start
	 * @param settings how the worker runs
	 * @param retryDelay how long a failed job waits for its next run
	 * @param clock the wall clock, for times that are stored
	 * @param nanoTime the monotonic clock in nanoseconds, for times that are measured
	 */
	public WorkerLauncher(RedisConnectionFactory connectionFactory, Supplier<JobMethods> jobMethods,
			WorkerSettings settings, RetryDelay retryDelay, InstantSource clock, LongSupplier nanoTime) {
		this.connectionFactory = connectionFactory;
		this.jobMethods = jobMethods;
		this.settings = settings;
		this.retryDelay = retryDelay;
		this.clock = clock;
		this.nanoTime = nanoTime;
	}

	@Override
	public synchronized void start() {
		if (this.run != null) {
			return;
		}
		JobMethods methods = this.jobMethods.get();
		if (methods.isEmpty()) {
			logger.debug("No @Job method is declared: the worker has nothing to do");
			return;
		}
		List<String> queues = this.settings.queues().isEmpty() ? methods.queues() : this.settings.queues();
		Run started = new Run(identity(), queues, methods);
		started.start();
		this.run = started;
	}

	@Override
	public synchronized void stop() {
		Run stopping = this.run;
		if (stopping != null) {
			try {
				stopping.stop();
			}
			finally {
				this.run = null;
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.run != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private static String identity() {
		byte[] nonce = new byte[6];
		new SecureRandom().nextBytes(nonce);
		return "%s:%d:%s".formatted(hostName(), ProcessHandle.current().pid(), HexFormat.of().formatHex(nonce));
	}

	private static String hostName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

	/**
	 * What lives from one start to the next stop.
	 */
	private final class Run {

		private final CountDownLatch quiet = new CountDownLatch(1);

		private final String identity;

		private final List<String> queues;

		private final ServerOutage outage;

		private final Heartbeat heartbeat;

		private final OrphanRecovery recovery;

		private final ScheduledPoller poller;

		private final Manager manager;

		private volatile boolean beaten;

		private final ScheduledThreadPoolExecutor scheduler;

		Run(String identity, List<String> queues, JobMethods methods) {
			WorkerLauncher launcher = WorkerLauncher.this;
			CountDownLatch abandoned = new CountDownLatch(1);
			this.identity = identity;
			this.queues = queues;
			this.outage = new ServerOutage(launcher.nanoTime);
			this.heartbeat = new Heartbeat(identity, queues, launcher.settings.lostAfter(), launcher.clock);
			Fetcher fetcher = new Fetcher(identity, queues, launcher.settings.blockTime(), this.heartbeat);
			Retrier retrier = new Retrier(fetcher, methods, launcher.clock);
			this.recovery = new OrphanRecovery(identity, queues, fetcher, launcher.clock);
			this.poller = new ScheduledPoller(launcher.clock, this.quiet);
			this.manager = new Manager(() -> new Processor(launcher.connectionFactory, fetcher, retrier, methods,
					this.outage, this.quiet, abandoned), this.quiet, abandoned, launcher.nanoTime);
			CustomizableThreadFactory threads = new CustomizableThreadFactory("valkey-flavors-scheduler-");
			threads.setDaemon(true);
			this.scheduler = new ScheduledThreadPoolExecutor(2, threads, new ThreadPoolExecutor.DiscardPolicy());
			this.scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		}

		void start() {
			WorkerSettings settings = WorkerLauncher.this.settings;
			logger.info("Worker %s takes jobs from %s with %d threads".formatted(this.identity, this.queues,
					settings.concurrency()));
			again(this::beat, Duration.ZERO, settings::heartbeatInterval);
			again(this.poller::poll, pollDelay(), this::pollDelay);
			this.manager.start(settings.concurrency());
		}

		private void beat(RedisConnection connection) {
			boolean alive = this.heartbeat.beat(connection);
			if (alive && this.beaten) {
				// Else the server may have been away, and others need time for a
				// heartbeat too
				this.recovery.recover(connection);
			}
			this.beaten = true;
			this.recovery.sweep(connection);
		}

		// Between half and one and a half of the interval, so that processes that started
		// together do not poll together.
		private Duration pollDelay() {
			double factor = 0.5 + ThreadLocalRandom.current().nextDouble();
			return Duration.ofMillis((long) (WorkerLauncher.this.settings.pollInterval().toMillis() * factor));
		}

		private void again(Consumer<RedisConnection> step, Duration delay, Supplier<Duration> nextDelay) {
			Runnable task = () -> {
				try (RedisConnection connection = WorkerLauncher.this.connectionFactory.getConnection()) {
					step.accept(connection);
					this.outage.over();
				}
				catch (DataAccessException | IllegalStateException ex) {
					this.outage.failed(ex);
				}
				catch (RuntimeException ex) {
					// Nobody looks at the future, and the next turn may well succeed
					logger.error("Worker %s failed unexpectedly".formatted(this.identity), ex);
				}
				finally {
					again(step, nextDelay.get(), nextDelay);
				}
			};
			Future<?> unused = this.scheduler.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
		}

		void stop() {
			logger.info("Worker %s stops".formatted(this.identity));
			this.manager.stop(WorkerLauncher.this.settings.shutdownTimeout());
			endScheduler();
			try (RedisConnection connection = WorkerLauncher.this.connectionFactory.getConnection()) {
				long jobs = this.recovery.giveBackAll(connection);
				if (jobs > 0) {
					logger.info("%d jobs that were not done are back in their queues".formatted(jobs));
				}
			}
			catch (DataAccessException | IllegalStateException ex) {
				logger.warn("Jobs that are not done could not be given back: another worker takes them over after %s"
					.formatted(WorkerLauncher.this.settings.lostAfter()), ex);
			}
		}

		private void endScheduler() {
			this.scheduler.shutdown();
			try {
				if (!this.scheduler.awaitTermination(3, TimeUnit.SECONDS)) {
					this.scheduler.shutdownNow();
				}
			}
			catch (InterruptedException ex) {
				this.scheduler.shutdownNow();
				Thread.currentThread().interrupt();
			}
		}

	}

}
