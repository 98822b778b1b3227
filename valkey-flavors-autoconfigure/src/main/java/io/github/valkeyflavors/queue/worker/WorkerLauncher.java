package io.github.valkeyflavors.queue.worker;

import java.time.InstantSource;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.outage.BreakerListener;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.outage.Outage;
import io.github.valkeyflavors.queue.DeathHandler;
import io.github.valkeyflavors.queue.JobInterceptor;
import io.github.valkeyflavors.queue.RetryDelay;
import io.github.valkeyflavors.queue.perform.JobMethods;

/**
 * Runs the jobs of an application inside the application: {@link #start()} brings up the
 * threads, {@link #quiet()} takes no new jobs, {@link #stop()} waits for those in hand,
 * and gives back what is not done in time. It does nothing in an application without job
 * methods.
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

	private final Environment environment;

	private final WorkerSettings settings;

	private final IntConsumer connectionCheck;

	private volatile @Nullable Worker worker;

	/**
	 * Creates a launcher.
	 * @param environment what the worker works with
	 * @param settings how the worker runs
	 */
	public WorkerLauncher(Environment environment, WorkerSettings settings) {
		this(environment, settings, (connections) -> {
		});
	}

	/**
	 * Creates a launcher.
	 * @param environment what the worker works with
	 * @param settings how the worker runs
	 * @param connectionCheck told at each start how many connections the worker keeps;
	 * throws if that is too many
	 */
	public WorkerLauncher(Environment environment, WorkerSettings settings, IntConsumer connectionCheck) {
		this.environment = environment;
		this.settings = settings;
		this.connectionCheck = connectionCheck;
		FlavorBreaker breaker = environment.breaker();
		if (breaker != null) {
			breaker.addListener(new BreakerListener() {

				@Override
				public void closed(FlavorBreaker breaker, Outage outage) {
					serverIsBack();
				}

			});
		}
	}

	private void serverIsBack() {
		Worker current = this.worker;
		if (current != null) {
			current.serverIsBack();
		}
	}

	@Override
	public synchronized void start() {
		if (this.worker != null) {
			return;
		}
		JobMethods methods = this.environment.jobMethods().get();
		if (methods.isEmpty()) {
			logger.debug("No @Job method is declared: the worker has nothing to do");
			return;
		}
		this.connectionCheck
			.accept(this.settings.groups(methods.queues()).stream().mapToInt((group) -> group.queues().size()).sum());
		Worker started = new Worker(this.environment, methods, this.settings, this::stop);
		started.start();
		this.worker = started;
	}

	/**
	 * Takes no new jobs from now on. Those that run go on, those that were taken ahead go
	 * back to their queues. The first step of a stop in two steps; only a stop and a
	 * start end it.
	 */
	public void quiet() {
		Worker current = this.worker;
		if (current != null) {
			current.quiet();
		}
	}

	@Override
	public synchronized void stop() {
		Worker stopping = this.worker;
		if (stopping != null) {
			try {
				stopping.stop();
			}
			finally {
				this.worker = null;
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.worker != null;
	}

	/**
	 * Returns how the worker is.
	 * @return its state, or {@code null} while it does not run
	 */
	public @Nullable WorkerState state() {
		Worker current = this.worker;
		return (current != null) ? current.state() : null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * What a worker works with. Immutable; thread-safe if its parts are.
	 *
	 * @param connectionFactory leads to the queue database
	 * @param jobMethods returns the methods that perform the jobs, asked at each start
	 * @param interceptors what stands around each job, outermost first
	 * @param deathHandlers what is told of jobs that are given up
	 * @param retryDelay returns how long a failed job waits for its next run, unless its
	 * type declares otherwise; asked at each start
	 * @param clock the wall clock, for times that are stored
	 * @param nanoTime the monotonic clock in nanoseconds, for times that are measured
	 * @since 0.1.0
	 */
	public record Environment(RedisConnectionFactory connectionFactory, Supplier<JobMethods> jobMethods,
			List<JobInterceptor> interceptors, List<DeathHandler> deathHandlers, Supplier<RetryDelay> retryDelay,
			InstantSource clock, LongSupplier nanoTime) {

		/**
		 * Creates an environment.
		 * @param connectionFactory leads to the queue database
		 * @param jobMethods returns the methods that perform the jobs
		 * @param interceptors what stands around each job
		 * @param deathHandlers what is told of jobs that are given up
		 * @param retryDelay returns how long a failed job waits
		 * @param clock the wall clock
		 * @param nanoTime the monotonic clock
		 */
		public Environment {
			interceptors = List.copyOf(interceptors);
			deathHandlers = List.copyOf(deathHandlers);
		}

		// Null: the factory has none
		@Nullable FlavorBreaker breaker() {
			return (this.connectionFactory instanceof GuardedConnections guarded) ? guarded.breaker() : null;
		}

	}

}
