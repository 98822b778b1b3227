package io.github.valkeyflavors.queue.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.github.valkeyflavors.queue.perform.FailureRules;
import io.github.valkeyflavors.queue.perform.JobMethods;
import io.github.valkeyflavors.queue.perform.JobPerformer;
import io.github.valkeyflavors.queue.protocol.ProcessInfo;
import io.github.valkeyflavors.queue.protocol.ProcessInfo.Capsule;
import io.github.valkeyflavors.queue.worker.Heartbeat.ProcessState;
import io.github.valkeyflavors.queue.worker.WorkerLauncher.Environment;
import io.github.valkeyflavors.queue.worker.WorkerSettings.Group;

/**
 * A worker from one start to the next stop: puts its parts together, lets them run, and
 * ends them. Thread-safe.
 */
final class Worker {

	private static final Log logger = LogFactory.getLog(Worker.class);

	private static final Duration LAST_MOMENT = Duration.ofSeconds(3);

	private final Environment environment;

	private final WorkerSettings settings;

	private final Map<String, Integer> queues = new LinkedHashMap<>();

	private final WorkerProcess process;

	private final List<Manager> managers = new ArrayList<>();

	private final Acknowledger acknowledger;

	private final OrphanRecovery recovery;

	private final StraySweep strays;

	private final Chores chores;

	private final Thread acknowledging;

	private final AtomicBoolean quieted = new AtomicBoolean();

	Worker(Environment environment, JobMethods methods, WorkerSettings settings, Runnable stopper) {
		this.environment = environment;
		this.settings = settings;
		List<Group> groups = settings.groups(methods.queues());
		groups.forEach((group) -> group.queues()
			.forEach((queue) -> this.queues.merge(queue, group.concurrency(), Integer::sum)));
		String identity = identity();
		WorkerCounters counters = new WorkerCounters();
		ServerOutage outage = new ServerOutage(environment.nanoTime(), environment.breaker(), this::reconnect);
		Heartbeat heartbeat = new Heartbeat(info(identity, groups), this.queues, settings.lostAfter(),
				environment.clock(), environment.nanoTime(), this::processState);
		this.process = new WorkerProcess(identity, heartbeat, counters, outage);
		RedisConnectionFactory connectionFactory = environment.connectionFactory();
		ProgressWriter progress = new ProgressWriter(connectionFactory, environment.clock(), environment.nanoTime());
		Retrier retrier = new Retrier(this.process.hand(),
				new FailureRules(environment.retryDelay().get(), environment.deathHandlers()), environment.clock());
		this.acknowledger = new Acknowledger(connectionFactory, this.process.hand(), counters, outage,
				this.process.abandoned());
		this.acknowledging = new Thread(this.acknowledger, "valkey-flavors-acknowledger");
		this.acknowledging.setDaemon(true);
		this.recovery = new OrphanRecovery(identity, settings.maxRecoveries(), retrier, progress, counters,
				environment.clock());
		this.strays = new StraySweep(this.process.hand(), this.queues.keySet());
		Processor processor = new Processor(connectionFactory, this.process, methods,
				new JobPerformer(environment.interceptors()), retrier, this.acknowledger, progress,
				settings.unknownTypes(), environment.clock());
		groups.forEach((group) -> this.managers.add(manager(group, processor)));
		this.chores = new Chores(connectionFactory, this.process, settings, this.recovery, this.strays,
				new ScheduledPoller(environment.clock(), this.process.quiet()), this.managers, this::quiet, stopper);
	}

	private Manager manager(Group group, Processor processor) {
		RedisConnectionFactory connectionFactory = this.environment.connectionFactory();
		JobBuffer buffer = new JobBuffer(group.concurrency(), this.settings.prefetch(), this.environment.nanoTime());
		IdleSignal idle = new IdleSignal();
		Fetcher fetcher = new Fetcher(connectionFactory, this.process, new QueueOrder(group, new SecureRandom()),
				buffer, idle, this.environment.nanoTime());
		List<QueueWatch> watches = group.queues()
			.stream()
			.map((queue) -> new QueueWatch(connectionFactory, this.process, queue, this.settings.blockTime(), fetcher,
					idle, this.strays, this.environment.nanoTime()))
			.toList();
		return new Manager(group, this.process, buffer, fetcher, idle, watches, processor, jobThreads(group));
	}

	private ThreadFactory jobThreads(Group group) {
		String prefix = "valkey-flavors-" + group.name() + "-";
		return this.settings.virtualThreads() ? new VirtualThreadTaskExecutor(prefix).getVirtualThreadFactory()
				: new CustomizableThreadFactory(prefix);
	}

	// A connection that leads to a replica must not be used any more. A breaker sees to
	// that itself
	private void reconnect() {
		if (this.environment.connectionFactory() instanceof LettuceConnectionFactory lettuce) {
			lettuce.resetConnection();
		}
	}

	void start() {
		try {
			startParts();
		}
		catch (RuntimeException | Error ex) {
			// Such as too few threads: what has been started must not go on unseen
			stop();
			throw ex;
		}
	}

	private void startParts() {
		this.managers.forEach((manager) -> logger.info("Worker %s takes jobs from %s with %d threads"
			.formatted(this.process.identity(), manager.group().queues(), manager.group().concurrency())));
		this.acknowledging.start();
		this.chores.start();
		this.managers.forEach(Manager::start);
	}

	void quiet() {
		if (this.quieted.compareAndSet(false, true)) {
			logger.info("Worker %s takes no new jobs".formatted(this.process.identity()));
			this.process.quiet().countDown();
			this.process.outage().wake();
			this.managers.forEach(Manager::quiet);
			this.chores.giveBackAfterQuiet();
		}
	}

	void stop() {
		logger.info("Worker %s stops".formatted(this.process.identity()));
		// An interrupt would make the jobs end at once, and nothing could be written
		boolean interrupted = Thread.interrupted();
		try {
			stopParts();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void stopParts() {
		long start = this.environment.nanoTime().getAsLong();
		quiet();
		endJobs();
		this.acknowledger.close();
		Duration rest = this.settings.shutdownTimeout().minusNanos(this.environment.nanoTime().getAsLong() - start);
		join(Stream.of(this.acknowledging), (rest.compareTo(LAST_MOMENT) > 0) ? rest : LAST_MOMENT);
		abandon();
		boolean settled = join(fetching(), this.settings.blockTime().plus(LAST_MOMENT));
		this.chores.stop();
		try (RedisConnection connection = this.environment.connectionFactory().getConnection()) {
			this.process.heartbeat().beat(connection);
			long jobs = this.recovery.giveBackAll(connection, this.queues, settled);
			if (jobs > 0) {
				logger.info("%d jobs that were not done are back in their queues".formatted(jobs));
			}
		}
		catch (DataAccessException | IllegalStateException ex) {
			logger.warn("Jobs that are not done could not be given back: another worker takes them over after %s"
				.formatted(this.settings.lostAfter()), ex);
		}
	}

	private void endJobs() {
		if (!join(performing(), this.settings.shutdownTimeout())) {
			logger.warn("Jobs are still running after %s: they are interrupted and given back"
				.formatted(this.settings.shutdownTimeout()));
			abandon();
			performing().filter((thread) -> !thread.equals(Thread.currentThread())).forEach(Thread::interrupt);
			join(performing(), LAST_MOMENT);
		}
	}

	private void abandon() {
		this.process.abandoned().countDown();
		this.process.outage().wake();
	}

	// Ends the waits for the server
	void serverIsBack() {
		this.process.outage().serverIsBack();
		this.chores.serverIsBack();
	}

	private Stream<Thread> performing() {
		return this.managers.stream().flatMap((manager) -> manager.performing().stream());
	}

	private Stream<Thread> fetching() {
		return this.managers.stream().flatMap((manager) -> manager.fetching().stream());
	}

	private boolean join(Stream<Thread> threads, Duration timeout) {
		// A job may stop the worker that runs it
		List<Thread> all = threads.filter((thread) -> !thread.equals(Thread.currentThread())).toList();
		long deadline = this.environment.nanoTime().getAsLong() + timeout.toNanos();
		try {
			for (Thread thread : all) {
				long millis = Duration.ofNanos(deadline - this.environment.nanoTime().getAsLong()).toMillis();
				thread.join(Math.max(1, millis));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return all.stream().noneMatch(Thread::isAlive);
	}

	WorkerState state() {
		WorkerCounters counters = this.process.counters();
		return new WorkerState(this.process.identity(), this.quieted.get(), this.settings.concurrency(),
				this.process.running().size(), counters.processed().sum(), counters.failed().sum(),
				counters.dead().sum(), counters.recovered().sum(), counters.lostClaims().sum(),
				counters.unknown().sum(), counters.expired().sum(), this.process.outage().isFull());
	}

	private ProcessState processState() {
		return new ProcessState(Map.copyOf(this.process.running()), this.quieted.get(),
				this.process.counters().processed().sum(), this.process.counters().failed().sum());
	}

	private ProcessInfo info(String identity, List<Group> groups) {
		List<Capsule> capsules = groups.stream().map(Worker::capsule).toList();
		return new ProcessInfo(identity, hostName(), ProcessHandle.current().pid(), this.environment.clock().instant(),
				"valkey-flavors", capsules);
	}

	private static Capsule capsule(Group group) {
		Map<String, Integer> weights = new LinkedHashMap<>();
		group.queues().forEach((queue) -> weights.put(queue, group.weights().getOrDefault(queue, 0)));
		return new Capsule(group.name(), group.concurrency(), weights);
	}

	private static String identity() {
		byte[] nonce = new byte[6];
		ThreadLocalRandom.current().nextBytes(nonce);
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

}
