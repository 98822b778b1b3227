package io.github.valkeyflavors.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.FlavorUnavailableException;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.outage.Probe;
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

	private final List<Consumer<FlavorBreaker>> observers = new ArrayList<>();

	/**
	 * Hands over each breaker once: those that there are, and those that are made later,
	 * with the first connection factory of their flavor.
	 * @param observer takes the breakers; must not block
	 */
	public synchronized void forEach(Consumer<FlavorBreaker> observer) {
		this.observers.add(observer);
		this.flavors.values().forEach((flavor) -> observer.accept(flavor.breaker));
	}

	synchronized FlavorBreaker of(ResolvedFlavor flavor, ClientSettings settings) {
		return this.flavors.computeIfAbsent(flavor.flavor().name(), (name) -> create(flavor, settings)).breaker;
	}

	private GuardedFlavor create(ResolvedFlavor flavor, ClientSettings settings) {
		GuardedFlavor created = new GuardedFlavor(flavor, settings);
		this.observers.forEach((observer) -> observer.accept(created.breaker));
		return created;
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
	private static final class GuardedFlavor implements Probe {

		private final String name;

		private final FlavorBreaker breaker;

		private final List<GuardedConnectionFactory> factories = new CopyOnWriteArrayList<>();

		GuardedFlavor(ResolvedFlavor flavor, ClientSettings settings) {
			this.name = flavor.flavor().name();
			this.breaker = new FlavorBreaker(this.name, flavor.endpoint().toString(), settings.breaker(), this,
					System::nanoTime);
			if (flavor.evicting()) {
				this.breaker.addCover(() -> true);
			}
		}

		@Override
		public void probe(OutageReason reason) {
			try {
				this.factories.stream()
					.filter((factory) -> factory.isRunning() && factory.isUsed())
					.forEach((factory) -> factory.mend(reason));
			}
			catch (DataAccessException | IllegalStateException ex) {
				if (isActive()) {
					throw ex;
				}
			}
			if (!isActive()) {
				throw new FlavorUnavailableException(this.name, reason);
			}
		}

		@Override
		public boolean isActive() {
			return this.factories.stream().anyMatch(GuardedConnectionFactory::isRunning);
		}

	}

}
