package io.github.valkeyflavors.autoconfigure.ops;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.ops.history.FlavorHistory;
import io.github.valkeyflavors.ops.pressure.DatabaseFlusher;
import io.github.valkeyflavors.ops.pressure.FlushReaction;
import io.github.valkeyflavors.ops.pressure.MemoryPressureEvent;
import io.github.valkeyflavors.ops.pressure.PressureJournal;
import io.github.valkeyflavors.ops.pressure.PressureMonitor;
import io.github.valkeyflavors.ops.pressure.metrics.PressureMetrics;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.Topology;

/**
 * Auto-configuration of memory pressure: levels from the readings of the watch,
 * {@link MemoryPressureEvent}s, a meter, and the flush of databases that are named for
 * it. What caches do about it is configured with the caches.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ServerWatchAutoConfiguration.class)
@ConditionalOnBean(ServerWatch.class)
@EnableConfigurationProperties(PressureProperties.class)
public final class MemoryPressureAutoConfiguration {

	@Bean
	PressureSettings valkeyPressureSettings(PressureProperties properties) {
		return new PressureSettings(properties);
	}

	@Bean
	@ConditionalOnMissingBean
	PressureJournal valkeyPressureJournal(ObjectProvider<FlavorHistory> history) {
		return new PressureJournal((entry) -> history.ifAvailable((each) -> each.add(entry)));
	}

	// Nobody may ask for it
	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	PressureMonitor valkeyPressureMonitor(PressureSettings settings, PressureJournal journal, ServerWatch watch,
			ApplicationEventPublisher publisher) {
		PressureMonitor monitor = new PressureMonitor(settings.thresholds(), journal);
		monitor.addListener(publisher::publishEvent);
		watch.addListener(monitor);
		return monitor;
	}

	@Bean
	@ConditionalOnMissingBean
	DatabaseFlusher valkeyDatabaseFlusher(Topology topology, ConnectionFactoryRouter router, ServerWatch watch) {
		return new DatabaseFlusher(topology, router, watch);
	}

	// Nobody asks for it, and a database that must not be flushed stops the start
	@Bean
	@Lazy(false)
	FlushReaction valkeyFlushReaction(PressureSettings settings, PressureProperties properties, Topology topology,
			DatabaseFlusher flusher, PressureJournal journal, PressureMonitor monitor) {
		List<LogicalDatabase> databases = settings.flushDatabases(topology);
		FlushReaction reaction = new FlushReaction(databases, flusher, properties.flushInterval(), journal);
		if (!databases.isEmpty()) {
			monitor.addListener(reaction);
		}
		return reaction;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class PressureMetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean(PressureMetrics.class)
		MeterBinder valkeyPressureMetrics(PressureMonitor monitor, ServerWatch watch) {
			return new PressureMetrics(monitor, watch.servers());
		}

	}

}
