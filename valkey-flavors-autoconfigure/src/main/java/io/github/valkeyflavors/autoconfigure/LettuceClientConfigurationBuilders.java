package io.github.valkeyflavors.autoconfigure;

import java.time.Duration;
import java.util.function.Function;

import io.lettuce.core.api.StatefulConnection;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties.Pool;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration;
import org.springframework.util.ClassUtils;

import io.github.valkeyflavors.topology.LogicalDatabase;

/**
 * Gives an empty client configuration, pooling under Boot's own conditions: where
 * commons-pool2 is present, unless {@code spring.data.redis.lettuce.pool.enabled} says
 * otherwise.
 */
final class LettuceClientConfigurationBuilders implements Function<LogicalDatabase, LettuceClientConfigurationBuilder> {

	private static final boolean POOL_AVAILABLE = ClassUtils.isPresent("org.apache.commons.pool2.ObjectPool",
			LettuceClientConfigurationBuilders.class.getClassLoader());

	private final Pool properties;

	LettuceClientConfigurationBuilders(Pool properties) {
		this.properties = properties;
	}

	@Override
	public LettuceClientConfigurationBuilder apply(LogicalDatabase database) {
		Boolean enabled = this.properties.getEnabled();
		boolean pooling = (enabled != null) ? enabled : POOL_AVAILABLE;
		return pooling ? Pooling.builder(this.properties, database) : LettuceClientConfiguration.builder();
	}

	/**
	 * Keeps commons-pool2 optional.
	 */
	private static final class Pooling {

		static LettuceClientConfigurationBuilder builder(Pool properties, LogicalDatabase database) {
			GenericObjectPoolConfig<StatefulConnection<?, ?>> config = new GenericObjectPoolConfig<>();
			config.setMaxTotal(properties.getMaxActive());
			config.setMaxIdle(properties.getMaxIdle());
			config.setMinIdle(properties.getMinIdle());
			// By which the meters find the pools of a flavor
			config.setJmxNamePrefix("valkey.%s.".formatted(database.flavor().name()));
			// Not those that a breaker closed
			config.setTestOnBorrow(true);
			config.setMaxWait(properties.getMaxWait());
			Duration timeBetweenEvictionRuns = properties.getTimeBetweenEvictionRuns();
			if (timeBetweenEvictionRuns != null) {
				config.setTimeBetweenEvictionRuns(timeBetweenEvictionRuns);
			}
			return LettucePoolingClientConfiguration.builder().poolConfig(config);
		}

	}

}
