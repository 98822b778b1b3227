package io.github.valkeyflavors.autoconfigure.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.connection.FlavorBreakers;
import io.github.valkeyflavors.outage.metrics.OutageMetrics;

/**
 * Auto-configuration of the meters of outages.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ValkeyFlavorsAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(FlavorBreakers.class)
public final class OutageMetricsAutoConfiguration {

	@Bean
	MeterBinder valkeyOutageMeters(FlavorBreakers breakers) {
		return (registry) -> {
			OutageMetrics metrics = new OutageMetrics(registry);
			breakers.forEach(metrics::bind);
		};
	}

}
