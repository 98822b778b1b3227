package io.github.valkeyflavors.autoconfigure.queue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.autoconfigure.FeatureDatabases;
import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.RetryDelay;
import io.github.valkeyflavors.queue.admin.JobQueues;
import io.github.valkeyflavors.queue.admin.ValkeyJobQueues;
import io.github.valkeyflavors.queue.client.ValkeyJobClient;
import io.github.valkeyflavors.queue.worker.WorkerLauncher;
import io.github.valkeyflavors.queue.worker.WorkerSettings;
import io.github.valkeyflavors.topology.Topology;

/**
 * Auto-configuration of the job queue: a {@link JobClient}, and a worker for the
 * {@link io.github.valkeyflavors.queue.Job} methods of the application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ValkeyFlavorsAutoConfiguration.class)
@ConditionalOnClass({ JsonMapper.class, RedisConnectionFactory.class })
@ConditionalOnBean(ConnectionFactoryRouter.class)
@ConditionalOnBooleanProperty(name = "valkey.enabled", matchIfMissing = true)
@EnableConfigurationProperties(QueueProperties.class)
public final class QueueAutoConfiguration {

	private static final Duration LONGEST_BLOCK = Duration.ofSeconds(2);

	private static final Duration SHORTEST_BLOCK = Duration.ofMillis(50);

	@Bean
	JobMethodDiscovery jobMethodDiscovery(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<JsonMapper> jsonMapper) {
		return new JobMethodDiscovery(beanFactory, jsonMapper.getIfAvailable(JsonMapper::shared));
	}

	@Bean
	@ConditionalOnMissingBean
	JobClient jobClient(ConnectionFactoryRouter router, Topology topology, QueueProperties properties,
			ObjectProvider<JsonMapper> jsonMapper, JobMethodDiscovery jobMethods) {
		return new ValkeyJobClient(connectionFactory(router, topology, properties),
				jsonMapper.getIfAvailable(JsonMapper::shared), (type) -> jobMethods.get().options(type),
				InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "valkey.queue.worker.enabled", matchIfMissing = true)
	WorkerLauncher jobWorker(ConnectionFactoryRouter router, Topology topology, QueueProperties properties,
			JobMethodDiscovery jobMethods) {
		RedisConnectionFactory connectionFactory = connectionFactory(router, topology, properties);
		checkPool(connectionFactory, properties.worker().concurrency());
		WorkerSettings settings = WorkerSettingsMapper.map(properties.worker(), blockTime(connectionFactory));
		return new WorkerLauncher(connectionFactory, jobMethods, settings, RetryDelay.sidekiq(new SecureRandom()),
				InstantSource.system(), System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean
	JobQueues jobQueues(ConnectionFactoryRouter router, Topology topology, QueueProperties properties) {
		return new ValkeyJobQueues(connectionFactory(router, topology, properties), InstantSource.system());
	}

	private static RedisConnectionFactory connectionFactory(ConnectionFactoryRouter router, Topology topology,
			QueueProperties properties) {
		FeatureDatabases.check(topology, "valkey.queue.database", properties.database(), false, "Jobs wait");
		return router.forDatabase(properties.database());
	}

	// Each thread keeps a connection, and something has to be left for the rest
	private static void checkPool(RedisConnectionFactory connectionFactory, int concurrency) {
		if (connectionFactory instanceof LettuceConnectionFactory lettuce
				&& lettuce.getClientConfiguration() instanceof LettucePoolingClientConfiguration pooling
				&& pooling.getPoolConfig().getMaxTotal() >= 0 && concurrency >= pooling.getPoolConfig().getMaxTotal()) {
			throw new InvalidConfigurationPropertyValueException("valkey.queue.worker.concurrency", concurrency,
					"Each thread keeps a connection of the pool, so it must be below "
							+ "spring.data.redis.lettuce.pool.max-active, which is %d."
								.formatted(pooling.getPoolConfig().getMaxTotal()));
		}
	}

	// A fetch must come back before the client gives up on its reply
	private static Duration blockTime(RedisConnectionFactory connectionFactory) {
		if (connectionFactory instanceof LettuceConnectionFactory lettuce) {
			Duration half = lettuce.getClientConfiguration().getCommandTimeout().dividedBy(2);
			if (half.isZero() || half.compareTo(LONGEST_BLOCK) > 0) {
				return LONGEST_BLOCK;
			}
			return (half.compareTo(SHORTEST_BLOCK) > 0) ? half : SHORTEST_BLOCK;
		}
		return LONGEST_BLOCK;
	}

}
