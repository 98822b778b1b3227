package io.github.valkeyflavors.ops.memory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.ops.memory.MemoryAuditRun.State;
import io.github.valkeyflavors.ops.memory.MemoryReport.ServerMemory;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.Servers;
import io.github.valkeyflavors.topology.LogicalDatabase;

/**
 * Finds out what fills the servers, by {@code SCAN} over all keys and
 * {@code MEMORY USAGE}, {@code TYPE} and {@code PTTL} of a sample of them. Writes
 * nothing. A replica is read in place of its primary where it can be reached, see
 * {@link ServerMemory}. What a server refuses is reported as unknown, and the rest is
 * found out.
 * <p>
 * Thread-safe. Has a thread only while an audit runs, and one connection, which nobody
 * else uses. Close it to end the audits and refuse new ones.
 *
 * @since 0.1.0
 */
public final class MemoryAudit implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(MemoryAudit.class);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

	private final List<Server> servers;

	private final ConnectionFactoryRouter router;

	private final Tools tools;

	private final Map<MemoryAuditRun, Running> running = new LinkedHashMap<>();

	private final Map<String, MemoryReport> reports = new ConcurrentHashMap<>();

	private volatile @Nullable MemoryReport last;

	private boolean closed;

	/**
	 * Creates the audit; it asks nobody before it is started.
	 * @param servers the servers
	 * @param router leads to the connections of each logical database
	 * @param clock tells when an audit started
	 */
	public MemoryAudit(Servers servers, ConnectionFactoryRouter router, InstantSource clock) {
		this(servers, router, Tools.standard(clock));
	}

	MemoryAudit(Servers servers, ConnectionFactoryRouter router, Tools tools) {
		this.servers = servers.all();
		this.router = router;
		this.tools = tools;
	}

	/**
	 * Starts an audit in the background.
	 * @param request what to look at
	 * @return the run
	 * @throws IllegalArgumentException if there is no such flavor or logical database
	 * @throws MemoryAuditInProgressException if one of the servers is being looked at
	 * @throws IllegalStateException if this is closed
	 */
	public MemoryAuditRun start(MemoryAuditRequest request) {
		Map<Server, List<LogicalDatabase>> plan = plan(request);
		synchronized (this.running) {
			if (this.closed) {
				throw new IllegalStateException("The memory audit is closed");
			}
			for (Server server : plan.keySet()) {
				if (this.running.values().stream().anyMatch((other) -> other.servers.contains(server))) {
					throw new MemoryAuditInProgressException(
							"The server at '%s' is being audited; wait for it, or cancel that run"
								.formatted(server.address()));
				}
			}
			MemoryAuditRun run = new MemoryAuditRun(UUID.randomUUID().toString(), request,
					this.tools.clock().instant());
			Thread thread = new Thread(() -> perform(run, plan), "valkey-memory-audit");
			thread.setDaemon(true);
			this.running.put(run, new Running(plan.keySet(), thread));
			thread.start();
			return run;
		}
	}

	private Map<Server, List<LogicalDatabase>> plan(MemoryAuditRequest request) {
		check("flavor", request.flavors(),
				this.servers.stream()
					.flatMap((server) -> server.flavors().stream())
					.map((flavor) -> flavor.flavor().name())
					.toList());
		check("logical database", request.databases(),
				this.servers.stream()
					.flatMap((server) -> server.databases().stream())
					.map(LogicalDatabase::name)
					.toList());
		boolean everything = request.flavors().isEmpty() && request.databases().isEmpty();
		Map<Server, List<LogicalDatabase>> plan = new LinkedHashMap<>();
		for (Server server : this.servers) {
			List<LogicalDatabase> databases = server.databases()
				.stream()
				.filter((database) -> everything ? server.isInUse()
						: request.flavors().contains(database.flavor().name())
								|| request.databases().contains(database.name()))
				.toList();
			if (!databases.isEmpty()) {
				plan.put(server, databases);
			}
		}
		return plan;
	}

	private static void check(String what, Set<String> names, List<String> known) {
		for (String name : names) {
			if (!known.contains(name)) {
				throw new IllegalArgumentException(
						"There is no %s '%s'; there are %s".formatted(what, name, String.join(", ", known)));
			}
		}
	}

	private void perform(MemoryAuditRun run, Map<Server, List<LogicalDatabase>> plan) {
		State state = State.FAILED;
		MemoryReport report = null;
		try {
			report = report(run, plan);
			state = report.complete() ? State.COMPLETED : State.CANCELLED;
		}
		catch (InterruptedException ex) {
			state = State.CANCELLED;
		}
		catch (RuntimeException ex) {
			logger.error("The memory audit failed", ex);
		}
		finally {
			synchronized (this.running) {
				this.running.remove(run);
				if (report != null) {
					keep(report);
				}
			}
			run.end(state, report);
		}
	}

	private MemoryReport report(MemoryAuditRun run, Map<Server, List<LogicalDatabase>> plan)
			throws InterruptedException {
		long start = this.tools.nanoTime().getAsLong();
		RunProgress progress = new RunProgress(run, this.tools.pauses());
		List<ServerMemory> found = new ArrayList<>();
		for (Map.Entry<Server, List<LogicalDatabase>> entry : plan.entrySet()) {
			if (!run.isCancelled()) {
				found.add(new ServerScan(entry.getKey(), this.router, this.tools, run.request(), progress)
					.run(entry.getValue()));
			}
		}
		return new MemoryReport(run.startedAt(), Duration.ofNanos(this.tools.nanoTime().getAsLong() - start),
				!run.isCancelled(), found);
	}

	private void keep(MemoryReport report) {
		this.last = report;
		report.databases().forEach((database) -> this.reports.put(database.flavor(), report));
	}

	/**
	 * Runs an audit and waits for it; an interrupt of the thread cancels it.
	 * @param request what to look at
	 * @return the report
	 * @throws IllegalArgumentException if there is no such flavor or logical database
	 * @throws MemoryAuditInProgressException if one of the servers is being looked at
	 * @throws IllegalStateException if the audit failed, which is logged, or the thread
	 * was interrupted, or this is closed
	 */
	public MemoryReport run(MemoryAuditRequest request) {
		MemoryAuditRun run = start(request);
		try {
			run.await();
		}
		catch (InterruptedException ex) {
			run.cancel();
			Thread.currentThread().interrupt();
		}
		MemoryReport report = run.report();
		if (report == null) {
			throw new IllegalStateException("The memory audit has no report: it is " + run.state());
		}
		return report;
	}

	/**
	 * Returns the audits that are under way.
	 * @return the runs, in the order of their start
	 */
	public List<MemoryAuditRun> runs() {
		synchronized (this.running) {
			return List.copyOf(this.running.keySet());
		}
	}

	/**
	 * Returns the audit that ended last.
	 * @return the report, or {@code null} if there was none
	 */
	public @Nullable MemoryReport last() {
		return this.last;
	}

	/**
	 * Returns the audit of a flavor that ended last.
	 * @param flavor the name of the flavor
	 * @return the report, in which there may be other flavors as well, or {@code null} if
	 * there was none
	 */
	public @Nullable MemoryReport last(String flavor) {
		return this.reports.get(flavor);
	}

	/**
	 * Cancels the audits that are under way, waits for them for a moment, and refuses new
	 * ones.
	 */
	@Override
	public void close() {
		List<Running> threads;
		synchronized (this.running) {
			this.closed = true;
			threads = List.copyOf(this.running.values());
			this.running.keySet().forEach(MemoryAuditRun::cancel);
		}
		threads.forEach((each) -> each.thread.interrupt());
		try {
			for (Running each : threads) {
				each.thread.join(STOP_TIMEOUT.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private record Running(Set<Server> servers, Thread thread) {

	}

}
