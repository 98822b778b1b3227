package io.github.valkeyflavors.autoconfigure.devserver;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What an application can configure of the development servers.
 *
 * @param enabled Whether to start one local server for each flavor when no host is
 * configured.
 * @since 0.1.0
 */
@ConfigurationProperties("valkey.dev-server")
public record DevelopmentServersProperties(boolean enabled) {

}
