package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.github.valkeyflavors.queue.worker.Heartbeat.News;

/**
 * What a worker does from time to time: it beats, recovers the jobs of lost processes,
 * promotes jobs that are due, and gives back what it took ahead and cannot run soon.
 * Thread-safe.
 */
final class Chores {

	private static final Log logger = LogFactory.getLog(Chores.class);

	private static final Duration LONGEST_AHEAD = Duration.ofSeconds(1);

	private static final Duration SOON = Duration.ofSeconds(1);

	// What a fetch was given up for may arrive a moment later
	private static final List<Duration> LOOKS_AFTER_OUTAGE = List.of(Duration.ofMillis(300), Duration.ofMillis(1_000));

	private static final String QUIET_SIGNAL = "TSTP";

	private static final String STOP_SIGNAL = "TERM";

	private final RedisConnectionFactory connectionFactory;

	private final WorkerProcess process;

	private final WorkerSettings settings;

	private final OrphanRecovery recovery;

	private final StraySweep strays;

	private final ScheduledPoller poller;

	private final List<Manager> managers;

	private final Runnable quieter;

	private final Runnable stopper;

	private final ScheduledThreadPoolExecutor scheduler;

	// Turns in which others are not looked after yet
	private final AtomicInteger grace = new AtomicInteger();

	Chores(RedisConnectionFactory connectionFactory, WorkerProcess process, WorkerSettings settings,
			OrphanRecovery recovery, StraySweep strays, ScheduledPoller poller, List<Manager> managers,
			Runnable quieter, Runnable stopper) {
		this.connectionFactory = connectionFactory;
		this.process = process;
		this.settings = settings;
		this.recovery = recovery;
		this.strays = strays;
		this.poller = poller;
		this.managers = managers;
		this.quieter = quieter;
		this.stopper = stopper;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("valkey-flavors-chores-");
		threads.setDaemon(true);
		this.scheduler = new ScheduledThreadPoolExecutor(5, threads, new ThreadPoolExecutor.DiscardPolicy());
		this.scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	void start() {
		again(this::beat, Duration.ZERO, this.settings::heartbeatInterval);
		again(this::lookAfterOthers, this.settings.heartbeatInterval(), this.settings::heartbeatInterval);
		again(this.strays::sweep, this.settings.heartbeatInterval(), this.settings::heartbeatInterval);
		again(this.poller::poll, pollDelay(), this::pollDelay);
		again(this::giveBackTakenAhead, LONGEST_AHEAD, () -> LONGEST_AHEAD);
	}

	// Alone, because nothing may hold it up
	private void beat(RedisConnection connection) {
		this.process.heartbeat().beat(connection);
		News news = this.process.heartbeat().takeNews();
		obey(news.signal());
		if (news.lost()) {
			// The server was probably away from all, so the others get as long as it
			// takes to count as lost
			this.grace.set(1 + (int) this.settings.lostAfter().dividedBy(this.settings.heartbeatInterval()));
		}
	}

	private void lookAfterOthers(RedisConnection connection) {
		if (this.grace.getAndUpdate((turns) -> Math.max(0, turns - 1)) == 0 && this.process.heartbeat().isAlive()) {
			this.recovery.recover(connection);
		}
	}

	// Finds jobs that fetches took in vain, without waiting for two heartbeats
	void serverIsBack() {
		for (Duration delay : LOOKS_AFTER_OUTAGE) {
			Future<?> unused = this.scheduler.schedule(() -> once(this.strays::sweep), delay.toMillis(),
					TimeUnit.MILLISECONDS);
		}
	}

	private void obey(String signal) {
		if (QUIET_SIGNAL.equals(signal)) {
			this.quieter.run();
		}
		else if (STOP_SIGNAL.equals(signal)) {
			// The stop waits for this thread
			Thread thread = new Thread(this.stopper, "valkey-flavors-stop");
			thread.start();
		}
	}

	private void giveBackTakenAhead(RedisConnection connection) {
		for (Manager manager : this.managers) {
			List<Work> works = manager.buffer().removeOlderThan(LONGEST_AHEAD);
			if (!works.isEmpty()) {
				this.strays.giveBack(connection, works);
			}
		}
	}

	// Returns what no thread has begun, until nothing can come any more
	void giveBackAfterQuiet() {
		Runnable task = () -> {
			boolean done = once((connection) -> giveBackWaiting(connection));
			if (!done || this.managers.stream().anyMatch((manager) -> !manager.fetching().isEmpty())) {
				giveBackAfterQuiet();
			}
		};
		Future<?> unused = this.scheduler.schedule(task, 100, TimeUnit.MILLISECONDS);
	}

	private void giveBackWaiting(RedisConnection connection) {
		for (Manager manager : this.managers) {
			List<Work> works = manager.buffer().removeAll();
			if (!works.isEmpty()) {
				this.strays.giveBack(connection, works);
			}
		}
	}

	// Between half and one and a half of the interval, so that processes that started
	// together do not poll together.
	private Duration pollDelay() {
		double factor = 0.5 + ThreadLocalRandom.current().nextDouble();
		return Duration.ofMillis((long) (this.settings.pollInterval().toMillis() * factor));
	}

	private void again(Consumer<RedisConnection> step, Duration delay, Supplier<Duration> nextDelay) {
		Runnable task = () -> {
			Duration next = nextDelay.get();
			try {
				if (!once(step) && next.compareTo(SOON) > 0) {
					next = SOON;
				}
			}
			finally {
				again(step, next, nextDelay);
			}
		};
		Future<?> unused = this.scheduler.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	// Nobody looks at the future, and the next turn may well succeed, whatever happened
	private boolean once(Consumer<RedisConnection> step) {
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			step.accept(connection);
			this.process.outage().over();
			return true;
		}
		catch (DataAccessException | IllegalStateException ex) {
			this.process.outage().failed(ex);
			return false;
		}
		catch (Throwable ex) {
			logger.error("Worker %s failed unexpectedly".formatted(this.process.identity()), ex);
			return true;
		}
	}

	void stop() {
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
