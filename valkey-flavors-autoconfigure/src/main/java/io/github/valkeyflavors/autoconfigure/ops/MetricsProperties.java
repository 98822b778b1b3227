package io.github.valkeyflavors.autoconfigure.ops;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is measured.
 *
 * @param commandLatency Whether commands are timed, by flavor and command.
 * @since 0.1.0
 */
@ConfigurationProperties("valkey.metrics")
public record MetricsProperties(@DefaultValue("true") boolean commandLatency) {

}
