package io.github.valkeyflavors.autoconfigure.queue;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.metrics.JobBufferMetrics;
import io.github.valkeyflavors.queue.metrics.MdcJobInterceptor;
import io.github.valkeyflavors.queue.metrics.ObservationJobInterceptor;
import io.github.valkeyflavors.queue.outage.OutageJobSink;

/**
 * Auto-configuration of what jobs carry with them for observability: the context of a
 * trace and the logging context; and of the meters of those that wait in memory.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = QueueAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBean(JobClient.class)
@EnableConfigurationProperties(QueueProperties.class)
public final class QueueObservabilityAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnClass(ObservationRegistry.class)
	@ConditionalOnBean(ObservationRegistry.class)
	ObservationJobInterceptor observationJobInterceptor(ObservationRegistry registry) {
		return new ObservationJobInterceptor(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnClass(MeterBinder.class)
	@ConditionalOnBean(OutageJobSink.class)
	JobBufferMetrics jobBufferMetrics(OutageJobSink sink) {
		return new JobBufferMetrics(sink::state);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnClass(MDC.class)
	MdcJobInterceptor mdcJobInterceptor(QueueProperties properties, ObjectProvider<JsonMapper> jsonMapper) {
		return new MdcJobInterceptor(properties.mdcKeys(), jsonMapper.getIfAvailable(JsonMapper::shared));
	}

}
