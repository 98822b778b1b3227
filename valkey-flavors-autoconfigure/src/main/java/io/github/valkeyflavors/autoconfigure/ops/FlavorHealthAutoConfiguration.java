package io.github.valkeyflavors.autoconfigure.ops;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

import io.github.valkeyflavors.ops.health.FlavorHealthChecks;
import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.ops.server.Servers;

/**
 * Auto-configuration of the health contributor {@code valkeyFlavors}, which takes the
 * place of Boot's contributor {@code redis}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { ServerWatchAutoConfiguration.class, PolicyAuditAutoConfiguration.class })
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ Servers.class, ServerWatch.class })
@ConditionalOnEnabledHealthIndicator("valkey-flavors")
public final class FlavorHealthAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	FlavorHealthChecks valkeyFlavorHealthChecks(Servers servers, ServerWatch watch, ObjectProvider<PolicyAudit> audit) {
		return new FlavorHealthChecks(servers, watch, audit.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean(name = { "valkeyFlavorsHealthContributor", "valkeyFlavorsHealthIndicator" })
	CompositeHealthContributor valkeyFlavorsHealthContributor(FlavorHealthChecks checks) {
		return checks.contributor();
	}

}
