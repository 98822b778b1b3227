package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the endpoint {@code valkeyqueues} shows.
 *
 * @param showValues When to show the arguments of jobs.
 * @param roles Roles that may see the arguments of jobs, if they are shown to authorized
 * users only. Without any, every user that has logged in.
 * @since 0.1.0
 */
@ConfigurationProperties("management.endpoint.valkeyqueues")
public record QueuesEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

}
