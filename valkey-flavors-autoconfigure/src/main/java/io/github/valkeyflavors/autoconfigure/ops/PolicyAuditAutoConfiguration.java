package io.github.valkeyflavors.autoconfigure.ops;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

import io.github.valkeyflavors.autoconfigure.PolicyCheck;
import io.github.valkeyflavors.autoconfigure.ValkeyProperties;
import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.server.ServerWatch;

/**
 * Auto-configuration of the policy audit.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ServerWatchAutoConfiguration.class)
@ConditionalOnBean(ServerWatch.class)
@Conditional(PolicyAuditAutoConfiguration.NotOff.class)
public final class PolicyAuditAutoConfiguration {

	// Nobody may ask for it, and it is to listen to the watch from the first reading on
	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	PolicyAudit valkeyPolicyAudit(ServerWatch watch, ValkeyProperties properties) {
		return new PolicyAudit(watch, properties.policyCheck() == PolicyCheck.FAIL);
	}

	@Bean
	@ConditionalOnProperty(name = "valkey.policy-check", havingValue = "fail")
	PolicyCheckLifecycle valkeyPolicyCheckLifecycle(PolicyAudit audit) {
		return new PolicyCheckLifecycle(audit);
	}

	/**
	 * YAML reads {@code off} as {@code false}.
	 */
	static class NotOff extends NoneNestedConditions {

		NotOff() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = "valkey.policy-check", havingValue = "off")
		static class Off {

		}

		@ConditionalOnProperty(name = "valkey.policy-check", havingValue = "false")
		static class False {

		}

	}

}
