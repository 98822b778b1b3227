package io.github.valkeyflavors.autoconfigure.devserver;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Import;

import io.github.valkeyflavors.autoconfigure.FlavorConnectionDetails;
import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;

/**
 * Auto-configuration of the development servers: off unless
 * {@code valkey.dev-server.enabled=true}, and never active when a host is configured or a
 * bean says where a server is.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = ValkeyFlavorsAutoConfiguration.class)
@ConditionalOnClass(DataRedisConnectionDetails.class)
@ConditionalOnBooleanProperty("valkey.dev-server.enabled")
@ConditionalOnBooleanProperty(name = "valkey.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({ FlavorConnectionDetails.class, DataRedisConnectionDetails.class })
@EnableConfigurationProperties(DevelopmentServersProperties.class)
@Import(DevelopmentServersRegistrar.class)
public final class DevelopmentServersAutoConfiguration {

}
