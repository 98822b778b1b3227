package io.github.valkeyflavors.autoconfigure.queue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.autoconfigure.FeatureDatabases;
import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.queue.DeathHandler;
import io.github.valkeyflavors.queue.InvalidJobException;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobInterceptor;
import io.github.valkeyflavors.queue.RetryDelay;
import io.github.valkeyflavors.queue.admin.JobQueues;
import io.github.valkeyflavors.queue.admin.ValkeyJobQueues;
import io.github.valkeyflavors.queue.client.JobSink;
import io.github.valkeyflavors.queue.client.PayloadFactory;
import io.github.valkeyflavors.queue.client.ValkeyJobClient;
import io.github.valkeyflavors.queue.outage.OutageJobSink;
import io.github.valkeyflavors.queue.perform.InlineJobs;
import io.github.valkeyflavors.queue.perform.JobMethods;
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

	private static final Duration LONGEST_BLOCK = Duration.ofSeconds(1);

	private static final Duration SHORTEST_BLOCK = Duration.ofMillis(50);

	@Bean
	JobMethodDiscovery jobMethodDiscovery(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<JsonMapper> jsonMapper, QueueProperties properties) {
		return new JobMethodDiscovery(beanFactory, jsonMapper.getIfAvailable(JsonMapper::shared),
				OutageSettingsMapper.mode(properties.outage()));
	}

	@Bean
	@ConditionalOnMissingBean
	PayloadFactory jobPayloadFactory(QueueProperties properties, ObjectProvider<JsonMapper> jsonMapper,
			ObjectProvider<JobInterceptor> interceptors) {
		// Later, because an interceptor may use the client
		Supplier<List<JobInterceptor>> ordered = SingletonSupplier.of(() -> interceptors.orderedStream().toList());
		return new PayloadFactory(jsonMapper.getIfAvailable(JsonMapper::shared), ordered, limits(properties),
				InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean(JobSink.class)
	OutageJobSink jobSink(ConnectionFactoryRouter router, Topology topology, QueueProperties properties,
			JobMethodDiscovery jobMethods, ObjectProvider<JobInterceptor> interceptors,
			ObjectProvider<PlatformTransactionManager> transactionManagers) {
		// Later, because they may use the client
		Supplier<List<JobInterceptor>> ordered = SingletonSupplier.of(() -> interceptors.orderedStream().toList());
		InlineJobs inline = new InlineJobs(jobMethods, ordered, () -> transactionManagers.orderedStream().toList(),
				InstantSource.system());
		return new OutageJobSink(connectionFactory(router, topology, properties),
				OutageSettingsMapper.map(properties.outage()), inline, InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean
	JobClient jobClient(PayloadFactory payloads, JobMethodDiscovery jobMethods, JobSink sink,
			QueueProperties properties) {
		return new ValkeyJobClient(payloads, jobMethods, sink, properties.enqueueAfterCommit());
	}

	// Whoever performs jobs asks for it
	@Bean
	@Lazy
	WorkerLauncher.Environment jobWorkerEnvironment(ConnectionFactoryRouter router, Topology topology,
			QueueProperties properties, JobMethodDiscovery jobMethods, ObjectProvider<JobInterceptor> interceptors,
			ObjectProvider<DeathHandler> deathHandlers, ObjectProvider<RetryDelay> retryDelay) {
		return new WorkerLauncher.Environment(connectionFactory(router, topology, properties), jobMethods,
				interceptors.orderedStream().toList(), deathHandlers.orderedStream().toList(),
				() -> retryDelay(retryDelay, jobMethods.get()), InstantSource.system(), System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "valkey.queue.worker.enabled", matchIfMissing = true)
	WorkerLauncher jobWorker(WorkerLauncher.Environment workerEnvironment, QueueProperties properties,
			Environment environment) {
		RedisConnectionFactory connectionFactory = workerEnvironment.connectionFactory();
		WorkerSettings settings = WorkerSettingsMapper.map(properties.worker(), blockTime(connectionFactory),
				Threading.VIRTUAL.isActive(environment));
		return new WorkerLauncher(workerEnvironment, settings, (waits) -> checkPool(connectionFactory, waits));
	}

	// The one bean that is not meant for single types
	private static RetryDelay retryDelay(ObjectProvider<RetryDelay> beans, JobMethods jobMethods) {
		Set<RetryDelay> ofTypes = jobMethods.retryDelays();
		List<RetryDelay> ofAll = beans.stream().filter((bean) -> !ofTypes.contains(bean)).toList();
		if (ofAll.size() > 1) {
			throw new InvalidJobException(
					"There are %d beans that say how long failed jobs wait: %s".formatted(ofAll.size(),
							ofAll.stream().map((bean) -> bean.getClass().getName()).toList()),
					"Keep one of them for all jobs, and name the others at the jobs they are for, by @Job(retryDelay = ...).");
		}
		return ofAll.isEmpty() ? RetryDelay.sidekiq(new SecureRandom()) : ofAll.get(0);
	}

	private static PayloadFactory.Limits limits(QueueProperties properties) {
		if (properties.maxPayloadSize().toBytes() < 1) {
			throw new InvalidConfigurationPropertyValueException("valkey.queue.max-payload-size",
					properties.maxPayloadSize(), "No job would fit. Set it to 1B or more");
		}
		if (properties.maxArgumentDepth() < 0) {
			throw new InvalidConfigurationPropertyValueException("valkey.queue.max-argument-depth",
					properties.maxArgumentDepth(), "Set it to 0, for arguments without any array or object, or more");
		}
		return new PayloadFactory.Limits(properties.maxPayloadSize().toBytes(), properties.maxArgumentDepth());
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

	// Each wait for a queue keeps a connection, and something has to be left for the rest
	private static void checkPool(RedisConnectionFactory connectionFactory, int waits) {
		if (connectionFactory instanceof LettuceConnectionFactory lettuce
				&& lettuce.getClientConfiguration() instanceof LettucePoolingClientConfiguration pooling
				&& pooling.getPoolConfig().getMaxTotal() >= 0 && waits >= pooling.getPoolConfig().getMaxTotal()) {
			throw new InvalidConfigurationPropertyValueException("spring.data.redis.lettuce.pool.max-active",
					pooling.getPoolConfig().getMaxTotal(),
					"The worker keeps a connection for each queue that it waits for, which are %d. Set it to at least %d."
						.formatted(waits, waits + 1));
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
