package io.github.valkeyflavors.autoconfigure.queue;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.github.valkeyflavors.queue.worker.WorkerLauncher;

/**
 * Auto-configuration of the Actuator endpoint {@code jobworker}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = QueueAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(WorkerLauncher.class)
@ConditionalOnAvailableEndpoint(JobWorkerEndpoint.class)
public final class JobWorkerEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JobWorkerEndpoint jobWorkerEndpoint(WorkerLauncher worker) {
		return new JobWorkerEndpoint(worker);
	}

}
