package io.github.valkeyflavors.connection;

import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;

import io.github.valkeyflavors.topology.LogicalDatabase;

/**
 * A user's hook to change the client configuration of one logical database or flavor.
 * Runs after everything else, Spring Boot's own customizers included. Called once per
 * logical database while its connection factory is made.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FlavorClientConfigurationBuilderCustomizer {

	/**
	 * Customizes the client configuration of a logical database.
	 * @param database the logical database, which knows its flavor
	 * @param builder the builder to change
	 */
	void customize(LogicalDatabase database, LettuceClientConfigurationBuilder builder);

}
