package io.github.valkeyflavors.autoconfigure.ops;

import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.ops.health.FlavorHealthIndicator;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.Topology;

/**
 * Auto-configuration of the health contributor {@code valkeyFlavors}, which takes the
 * place of Boot's contributor {@code redis}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ValkeyFlavorsAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ Topology.class, ConnectionFactoryRouter.class })
@ConditionalOnEnabledHealthIndicator("valkey-flavors")
public final class FlavorHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "valkeyFlavorsHealthContributor", "valkeyFlavorsHealthIndicator" })
	CompositeHealthContributor valkeyFlavorsHealthContributor(Topology topology, ConnectionFactoryRouter router) {
		Map<String, HealthContributor> flavors = new TreeMap<>();
		topology.databases()
			.all()
			.stream()
			.map(LogicalDatabase::flavor)
			.distinct()
			// A router of the application may lead to factories without a breaker
			.forEach((flavor) -> {
				if (router.forFlavor(flavor) instanceof GuardedConnections connections) {
					flavors.put(flavor.name(), new FlavorHealthIndicator(connections));
				}
			});
		return CompositeHealthContributor.fromMap(flavors);
	}

}
