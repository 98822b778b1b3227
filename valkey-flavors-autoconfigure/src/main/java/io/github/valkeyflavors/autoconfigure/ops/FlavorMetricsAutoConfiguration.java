package io.github.valkeyflavors.autoconfigure.ops;

import java.time.InstantSource;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.valkeyflavors.ops.metrics.CommandMetrics;
import io.github.valkeyflavors.ops.metrics.PoolMetrics;
import io.github.valkeyflavors.ops.metrics.ServerMetrics;
import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.policy.PolicyReport;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.topology.Topology;

/**
 * Auto-configuration of the meters of servers, of commands and of connection pools.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ServerWatchAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(ServerWatch.class)
@EnableConfigurationProperties(MetricsProperties.class)
public final class FlavorMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ServerMetrics valkeyServerMetrics(ServerWatch watch, ObjectProvider<PolicyAudit> audit) {
		return new ServerMetrics(watch, () -> {
			PolicyAudit available = audit.getIfAvailable();
			return (available != null) ? available.report() : PolicyReport.NONE;
		}, InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(MeterRegistry.class)
	@ConditionalOnBooleanProperty(name = "valkey.metrics.command-latency", matchIfMissing = true)
	CommandMetrics valkeyCommandMetrics(MeterRegistry registry) {
		return new CommandMetrics(registry);
	}

	/**
	 * Keeps commons-pool2 optional.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(GenericObjectPool.class)
	@ConditionalOnBooleanProperty(name = "spring.data.redis.lettuce.pool.enabled", matchIfMissing = true)
	static class PoolMetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		PoolMetrics valkeyPoolMetrics(Topology topology) {
			return new PoolMetrics(topology.databases()
				.all()
				.stream()
				.map((database) -> database.flavor().name())
				.distinct()
				.toList());
		}

	}

}
