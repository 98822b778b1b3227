package io.github.valkeyflavors.ops.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.ops.server.Servers;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.topology.Flavor;

/**
 * The health of all flavors. Whoever asks for one makes that all of them are asked, in
 * parallel, so all together take as long as the slowest one: never longer than its
 * command timeout, nor than 800 milliseconds, which leaves a probe of Kubernetes time for
 * its own second.
 * <p>
 * Thread-safe. Has a daemon thread for each flavor while it is asked, which ends ten
 * seconds later. Close it before the connection factories are destroyed.
 *
 * @since 0.1.0
 */
public final class FlavorHealthChecks implements AutoCloseable {

	private static final Duration LONGEST = Duration.ofMillis(800);

	private static final Duration IDLE = Duration.ofSeconds(10);

	private final Map<String, HealthContributor> flavors = new TreeMap<>();

	private final List<Runnable> starts = new ArrayList<>();

	private final ThreadPoolExecutor executor;

	/**
	 * Creates the checks. Asks nobody.
	 * @param servers the servers with their flavors
	 * @param watch knows the versions
	 * @param audit knows the policies, or {@code null} if nobody looks at them
	 */
	public FlavorHealthChecks(Servers servers, ServerWatch watch, @Nullable PolicyAudit audit) {
		int threads = Math.max(1, servers.all().stream().mapToInt((server) -> server.flavors().size()).sum());
		this.executor = new ThreadPoolExecutor(threads, threads, IDLE.toMillis(), TimeUnit.MILLISECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "valkey-health");
					thread.setDaemon(true);
					return thread;
				});
		this.executor.allowCoreThreadTimeOut(true);
		for (Server server : servers.all()) {
			for (int i = 0; i < server.flavors().size(); i++) {
				add(server, server.flavors().get(i).flavor(), server.connections().get(i), watch, audit);
			}
		}
	}

	private void add(Server server, Flavor flavor, GuardedConnections connections, ServerWatch watch,
			@Nullable PolicyAudit audit) {
		FlavorCheck check = new FlavorCheck(connections, limit(connections));
		this.starts.add(() -> {
			if (server.isInUse(flavor)) {
				check.start(this.executor);
			}
		});
		this.flavors.put(flavor.name(), new FlavorHealthIndicator(server, flavor, check, this::startAll,
				() -> watch.reading(flavor), () -> (audit != null) ? audit.report() : null));
	}

	private static Duration limit(GuardedConnections connections) {
		if (!(connections instanceof LettuceConnectionFactory factory)) {
			return LONGEST;
		}
		Duration timeout = factory.getClientConfiguration().getCommandTimeout();
		// Zero means no timeout
		return (timeout.isZero() || timeout.compareTo(LONGEST) > 0) ? LONGEST : timeout;
	}

	private void startAll() {
		this.starts.forEach(Runnable::run);
	}

	/**
	 * Returns the contributor.
	 * @return one child for each flavor, by name
	 */
	public CompositeHealthContributor contributor() {
		return CompositeHealthContributor.fromMap(this.flavors);
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
