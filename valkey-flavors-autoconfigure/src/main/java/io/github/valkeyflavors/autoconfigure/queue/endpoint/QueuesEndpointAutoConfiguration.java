package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.github.valkeyflavors.autoconfigure.queue.QueueAutoConfiguration;
import io.github.valkeyflavors.queue.admin.JobQueues;

/**
 * Auto-configuration of the Actuator endpoint {@code valkeyqueues}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = QueueAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(JobQueues.class)
@ConditionalOnAvailableEndpoint(QueuesEndpoint.class)
@EnableConfigurationProperties(QueuesEndpointProperties.class)
public final class QueuesEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	QueuesEndpoint valkeyQueuesEndpoint(JobQueues queues, QueuesEndpointProperties properties) {
		return new QueuesEndpoint(queues, properties.showValues());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(QueuesEndpoint.class)
	@ConditionalOnAvailableEndpoint(endpoint = QueuesEndpoint.class, exposure = EndpointExposure.WEB)
	QueuesEndpointWebExtension valkeyQueuesEndpointWebExtension(QueuesEndpoint endpoint,
			QueuesEndpointProperties properties) {
		return new QueuesEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
	}

}
