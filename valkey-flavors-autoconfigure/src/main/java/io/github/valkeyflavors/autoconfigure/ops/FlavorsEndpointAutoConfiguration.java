package io.github.valkeyflavors.autoconfigure.ops;

import java.time.InstantSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.github.valkeyflavors.autoconfigure.DeclaredTopologyReader;
import io.github.valkeyflavors.autoconfigure.FlavorClientSettings;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.ops.endpoint.FlavorsEndpoint;
import io.github.valkeyflavors.ops.endpoint.FlavorsEndpointWebExtension;
import io.github.valkeyflavors.ops.endpoint.Operations;
import io.github.valkeyflavors.ops.memory.MemoryAudit;
import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.pressure.DatabaseFlusher;
import io.github.valkeyflavors.ops.pressure.PressureMonitor;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.topology.Topology;

/**
 * Auto-configuration of the Actuator endpoint {@code valkeyflavors}. It shows what there
 * is: audits and monitors are optional.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ServerWatchAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean({ Topology.class, ConnectionFactoryRouter.class, ServerWatch.class, FlavorClientSettings.class })
@ConditionalOnAvailableEndpoint(FlavorsEndpoint.class)
public final class FlavorsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	FlavorsEndpoint valkeyFlavorsEndpoint(Topology topology, ConnectionFactoryRouter router,
			FlavorClientSettings settings, Environment environment, ServerWatch watch,
			ObjectProvider<PolicyAudit> policyAudit, ObjectProvider<PressureMonitor> pressureMonitor,
			ObjectProvider<MemoryAudit> memoryAudit, ObjectProvider<DatabaseFlusher> flusher) {
		return new FlavorsEndpoint(topology, flusher.getIfAvailable(() -> new DatabaseFlusher(topology, router, watch)),
				settings::of, (properties) -> DeclaredTopologyReader.origin(environment, properties),
				new Operations(watch, policyAudit.getIfAvailable(), pressureMonitor.getIfAvailable(),
						memoryAudit.getIfAvailable(), InstantSource.system()));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(FlavorsEndpoint.class)
	@ConditionalOnAvailableEndpoint(endpoint = FlavorsEndpoint.class, exposure = EndpointExposure.WEB)
	FlavorsEndpointWebExtension valkeyFlavorsEndpointWebExtension(FlavorsEndpoint endpoint) {
		return new FlavorsEndpointWebExtension(endpoint);
	}

}
