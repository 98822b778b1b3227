package io.github.valkeyflavors.connection;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.valkeyflavors.outage.BreakerListener;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.FlavorUnavailableException;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * The breakers of all flavors. Flavors that share a server have a breaker each, because
 * each waits for that server as long as suits it.
 * <p>
 * Thread-safe. Close it to end the probes.
 *
 * @since 0.1.0
 */
public final class FlavorBreakers implements AutoCloseable {

	private final Map<String, GuardedFlavor> flavors = new TreeMap<>();

	private final List<BreakerListener> listeners;

	/**
	 * Creates an empty collection.
	 * @param listeners are told what each breaker sees
	 */
	public FlavorBreakers(List<BreakerListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Returns the breakers of the flavors that have a connection factory.
	 * @return the breakers, by the name of the flavor
	 */
	public synchronized Collection<FlavorBreaker> all() {
		return this.flavors.values().stream().map((flavor) -> flavor.breaker).toList();
	}

	synchronized FlavorBreaker of(ResolvedFlavor flavor, ClientSettings settings) {
		return this.flavors.computeIfAbsent(flavor.flavor().name(),
				(name) -> new GuardedFlavor(flavor, settings, this.listeners)).breaker;
	}

	synchronized void add(ResolvedFlavor flavor, GuardedConnectionFactory factory) {
		GuardedFlavor guarded = this.flavors.get(flavor.flavor().name());
		if (guarded != null) {
			guarded.factories.add(factory);
		}
	}

	@Override
	public synchronized void close() {
		this.flavors.values().forEach((flavor) -> flavor.breaker.close());
	}

	/**
	 * A flavor with the factories of its databases.
	 */
	private static final class GuardedFlavor {

		private final String name;

		private final FlavorBreaker breaker;

		private final List<GuardedConnectionFactory> factories = new CopyOnWriteArrayList<>();

		GuardedFlavor(ResolvedFlavor flavor, ClientSettings settings, List<BreakerListener> listeners) {
			this.name = flavor.flavor().name();
			this.breaker = new FlavorBreaker(this.name, flavor.endpoint().toString(), settings.breaker(), this::probe,
					System::nanoTime);
			listeners.forEach(this.breaker::addListener);
		}

		private void probe(OutageReason reason) {
			List<GuardedConnectionFactory> used = this.factories.stream()
				.filter((factory) -> factory.isRunning() && factory.isUsed())
				.toList();
			if (used.isEmpty()) {
				// The application is stopping
				throw new FlavorUnavailableException(this.name, reason);
			}
			used.forEach((factory) -> factory.mend(reason));
		}

	}

}
