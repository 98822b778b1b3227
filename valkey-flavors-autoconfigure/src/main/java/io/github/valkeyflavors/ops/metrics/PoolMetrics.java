package io.github.valkeyflavors.ops.metrics;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Keeps the meters of the connection pools of each flavor: {@link ClientMeters}. Spring
 * Data keeps its pools to itself, but they show themselves to JMX. Each logical database
 * borrows one connection for all its commands, for ever; blocking commands, transactions
 * and subscriptions borrow further ones. Contexts in one JVM whose flavors have the same
 * name show the sum of their pools.
 * <p>
 * Thread-safe. Asks no server.
 *
 * @since 0.1.0
 */
public final class PoolMetrics implements MeterBinder {

	private final List<String> flavors;

	/**
	 * Creates the metrics.
	 * @param flavors the names of the flavors; the names of their pools in JMX begin with
	 * {@code valkey.<flavor>.}
	 */
	public PoolMetrics(Collection<String> flavors) {
		this.flavors = List.copyOf(flavors);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (String flavor : this.flavors) {
			Pools pools = new Pools(ManagementFactory.getPlatformMBeanServer(), pattern(flavor));
			gauge(registry, ClientMeters.POOL_ACTIVE, flavor, pools, "NumActive");
			gauge(registry, ClientMeters.POOL_IDLE, flavor, pools, "NumIdle");
			gauge(registry, ClientMeters.POOL_WAITING, flavor, pools, "NumWaiters");
		}
	}

	private static void gauge(MeterRegistry registry, ClientMeters meter, String flavor, Pools pools,
			String attribute) {
		Gauge.builder(meter.meterName(), pools, (current) -> current.sum(attribute))
			.description(meter.description())
			.tag("flavor", flavor)
			.strongReference(true)
			.register(registry);
	}

	private static ObjectName pattern(String flavor) {
		try {
			return new ObjectName("org.apache.commons.pool2:type=GenericObjectPool,name=valkey.%s.*".formatted(flavor));
		}
		catch (MalformedObjectNameException ex) {
			throw new IllegalStateException("Flavor '%s' cannot be part of a name in JMX".formatted(flavor), ex);
		}
	}

	private record Pools(MBeanServer server, ObjectName pattern) {

		double sum(String attribute) {
			return this.server.queryNames(this.pattern, null)
				.stream()
				.mapToDouble((name) -> read(name, attribute))
				.sum();
		}

		private double read(ObjectName name, String attribute) {
			try {
				return (this.server.getAttribute(name, attribute) instanceof Number number) ? number.doubleValue() : 0;
			}
			catch (JMException ex) {
				// It was closed meanwhile
				return 0;
			}
		}

	}

}
