package io.github.valkeyflavors.autoconfigure.ops;

import java.time.InstantSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.ops.memory.MemoryAudit;
import io.github.valkeyflavors.ops.server.Servers;

/**
 * Auto-configuration of the memory audit. It does nothing before somebody asks for it.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ServerWatchAutoConfiguration.class)
@ConditionalOnBean({ Servers.class, ConnectionFactoryRouter.class })
public final class MemoryAuditAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	MemoryAudit valkeyMemoryAudit(Servers servers, ConnectionFactoryRouter router) {
		return new MemoryAudit(servers, router, InstantSource.system());
	}

}
