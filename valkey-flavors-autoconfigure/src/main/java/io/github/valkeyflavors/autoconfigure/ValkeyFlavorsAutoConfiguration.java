package io.github.valkeyflavors.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ResourceLoader;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializationContext;
import org.springframework.data.redis.serializer.RedisSerializer;

import io.github.valkeyflavors.connection.BoundedClientResources;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.connection.FlavorBreakers;
import io.github.valkeyflavors.connection.FlavorClientConfigurationBuilderCustomizer;
import io.github.valkeyflavors.connection.FlavorClientResources;
import io.github.valkeyflavors.connection.LettuceConnectionFactoryBuilder;
import io.github.valkeyflavors.connection.LogicalDatabaseRouter;
import io.github.valkeyflavors.ops.metrics.CommandMetrics;
import io.github.valkeyflavors.topology.DeclaredTopology;
import io.github.valkeyflavors.topology.Topology;
import io.github.valkeyflavors.topology.TopologyResolver;

/**
 * Auto-configuration of the trunk: the topology, one connection factory and two templates
 * for each logical database, and the router.
 * <p>
 * A connection factory or template of the application takes the unqualified place; a
 * router of the application replaces ours for every feature.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = DataRedisAutoConfiguration.class)
@ConditionalOnClass({ RedisClient.class, RedisConnectionFactory.class, DataRedisAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "valkey.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "spring.data.redis.client-type", havingValue = "lettuce", matchIfMissing = true)
@EnableConfigurationProperties({ ValkeyProperties.class, DataRedisProperties.class })
public final class ValkeyFlavorsAutoConfiguration {

	@Bean
	ProvidedEndpoints valkeyProvidedEndpoints(ListableBeanFactory beanFactory, ObjectProvider<SslBundles> sslBundles) {
		return new ProvidedEndpoints(beanFactory.getBeansOfType(FlavorConnectionDetails.class),
				beanFactory.getBeansOfType(DataRedisConnectionDetails.class), sslBundles.getIfAvailable());
	}

	@Bean
	Topology valkeyTopology(DeclaredTopology declared, ProvidedEndpoints provided) {
		return new TopologyResolver().resolve(provided.addTo(declared), provided.flavors());
	}

	@Bean
	TopologySummary valkeyTopologySummary(Topology topology, ConfigurableListableBeanFactory beanFactory) {
		String primary = topology.databases().primary().beanName("ConnectionFactory");
		return new TopologySummary(topology, !beanFactory.getBeanDefinition(primary).isFallback());
	}

	@Bean
	FlavorClientSettings valkeyFlavorClientSettings(ValkeyProperties properties, DataRedisProperties bootProperties) {
		return new FlavorClientSettings(properties, bootProperties);
	}

	@Bean(destroyMethod = "shutdown")
	@ConditionalOnMissingBean(ClientResources.class)
	BoundedClientResources lettuceClientResources(ObjectProvider<ClientResourcesBuilderCustomizer> customizers) {
		DefaultClientResources.Builder builder = FlavorClientResources.parentBuilder();
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return new BoundedClientResources(builder);
	}

	@Bean
	FlavorClientResources valkeyFlavorClientResources(ClientResources clientResources,
			ObjectProvider<CommandMetrics> metrics) {
		return new FlavorClientResources(clientResources, (flavor) -> {
			CommandMetrics available = metrics.getIfAvailable();
			return (available != null) ? available.recorder(flavor) : CommandLatencyRecorder.disabled();
		});
	}

	@Bean
	FlavorBreakers valkeyFlavorBreakers() {
		return new FlavorBreakers();
	}

	@Bean
	LettuceConnectionFactoryBuilder valkeyLettuceConnectionFactoryBuilder(FlavorClientResources resources,
			FlavorBreakers breakers, DataRedisProperties bootProperties, ProvidedEndpoints provided,
			ObjectProvider<LettuceClientOptionsBuilderCustomizer> optionsCustomizers,
			ObjectProvider<LettuceClientConfigurationBuilderCustomizer> bootCustomizers,
			ObjectProvider<FlavorClientConfigurationBuilderCustomizer> customizers) {
		Stream<FlavorClientConfigurationBuilderCustomizer> adapted = bootCustomizers.orderedStream()
			.map((customizer) -> (database, builder) -> customizer.customize(builder));
		List<FlavorClientConfigurationBuilderCustomizer> all = Stream.concat(adapted, customizers.orderedStream())
			.toList();
		return new LettuceConnectionFactoryBuilder(resources, breakers,
				new LettuceClientConfigurationBuilders(bootProperties.getLettuce().getPool()), provided::sslOptions,
				(options) -> optionsCustomizers.orderedStream().forEach((customizer) -> customizer.customize(options)),
				all);
	}

	@Bean
	@ConditionalOnMissingBean
	ConnectionFactoryRouter valkeyConnectionFactoryRouter(Topology topology, ListableBeanFactory beanFactory) {
		return new LogicalDatabaseRouter(topology.databases().all(), (database) -> beanFactory
			.getBean(database.beanName("ConnectionFactory"), RedisConnectionFactory.class));
	}

	@Bean
	static UnqualifiedFactoryPostProcessor valkeyUnqualifiedFactoryPostProcessor() {
		return new UnqualifiedFactoryPostProcessor();
	}

	/**
	 * The unqualified templates. Comes before the registrar, so that only a template of
	 * the application makes them back off. Lazy, because an application may have several
	 * factories of its own and use each by qualifier.
	 */
	@Order(1)
	@Configuration(proxyBeanMethods = false)
	static class UnqualifiedTemplatesConfiguration {

		@Bean
		@Lazy
		@ConditionalOnMissingBean(name = "redisTemplate")
		RedisTemplate<Object, Object> redisTemplate(RedisConnectionFactory connectionFactory) {
			RedisTemplate<Object, Object> template = new RedisTemplate<>();
			template.setConnectionFactory(connectionFactory);
			return template;
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		StringRedisTemplate stringRedisTemplate(RedisConnectionFactory connectionFactory) {
			return new StringRedisTemplate(connectionFactory);
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean(name = "reactiveRedisTemplate")
		ReactiveRedisTemplate<Object, Object> reactiveRedisTemplate(ReactiveRedisConnectionFactory connectionFactory,
				ResourceLoader resourceLoader) {
			return new ReactiveRedisTemplate<>(connectionFactory,
					RedisSerializationContext.fromSerializer(RedisSerializer.java(resourceLoader.getClassLoader())));
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		ReactiveStringRedisTemplate reactiveStringRedisTemplate(ReactiveRedisConnectionFactory connectionFactory) {
			return new ReactiveStringRedisTemplate(connectionFactory);
		}

	}

	/**
	 * The factories and qualified templates.
	 */
	@Order(2)
	@Configuration(proxyBeanMethods = false)
	@Import(FlavorBeansRegistrar.class)
	static class FlavorBeansConfiguration {

	}

}
