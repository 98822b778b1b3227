package io.github.valkeyflavors.autoconfigure.ops;

import java.time.InstantSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.ops.server.ServerReader;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.ops.server.Servers;
import io.github.valkeyflavors.topology.Topology;

/**
 * Auto-configuration of the watch over the servers, on which everything that operators
 * see lives.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ValkeyFlavorsAutoConfiguration.class)
@ConditionalOnBean({ Topology.class, ConnectionFactoryRouter.class })
@EnableConfigurationProperties(WatchProperties.class)
public final class ServerWatchAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Servers valkeyServers(Topology topology, ConnectionFactoryRouter router) {
		return new Servers(topology, router);
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	ServerWatch valkeyServerWatch(Servers servers, WatchProperties properties) {
		return new ServerWatch(servers, new ServerReader(InstantSource.system()), properties.interval());
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "valkey.watch.enabled", matchIfMissing = true)
	ServerWatchLifecycle valkeyServerWatchLifecycle(ServerWatch watch) {
		return new ServerWatchLifecycle(watch);
	}

}
