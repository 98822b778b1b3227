package io.github.valkeyflavors.autoconfigure.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.boot.cache.autoconfigure.CacheProperties;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.ResourceLoaderAware;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.cache.FlavorCacheProperties.Serialization;
import io.github.valkeyflavors.autoconfigure.ops.PressureProperties;
import io.github.valkeyflavors.cache.FlavorCacheManager;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.json.AllowedTypes;
import io.github.valkeyflavors.json.TypedJsonRedisSerializer;
import io.github.valkeyflavors.ops.pressure.PressureJournal;
import io.github.valkeyflavors.ops.pressure.PressureMonitor;
import io.github.valkeyflavors.topology.Topology;

/**
 * Auto-configuration of Spring Cache on the cache flavor. Backs off from a cache manager
 * or cache resolver of the application; a {@link RedisCacheConfiguration} bean and
 * {@link RedisCacheManagerBuilderCustomizer} beans keep their meaning, except that the
 * writer belongs to the logical database.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ValkeyFlavorsAutoConfiguration.class, before = CacheAutoConfiguration.class)
@ConditionalOnClass({ CacheManager.class, RedisCacheManager.class, CacheAutoConfiguration.class })
@ConditionalOnBean({ CacheAspectSupport.class, ConnectionFactoryRouter.class })
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
@ConditionalOnProperty(name = "spring.cache.type", havingValue = "redis", matchIfMissing = true)
@EnableConfigurationProperties({ FlavorCacheProperties.class, CacheProperties.class })
public final class FlavorCacheAutoConfiguration implements ResourceLoaderAware {

	private static final String JACKSON = "tools.jackson.databind.json.JsonMapper";

	private ResourceLoader resourceLoader = new DefaultResourceLoader();

	@Override
	public void setResourceLoader(ResourceLoader resourceLoader) {
		this.resourceLoader = resourceLoader;
	}

	@Bean
	CacheRestraints valkeyCacheRestraints(Topology topology, ObjectProvider<PressureProperties> properties,
			ObjectProvider<PressureMonitor> monitor, ObjectProvider<PressureJournal> journal) {
		return CacheRestraints.of(topology, properties.getIfAvailable(), monitor, journal);
	}

	@Bean
	FlavorCacheManager cacheManager(FlavorCacheProperties properties, CacheProperties bootProperties,
			Environment environment, ConnectionFactoryRouter router, Topology topology, CacheRestraints restraints,
			BeanFactory beanFactory, ObjectProvider<RedisCacheConfiguration> ownConfiguration,
			ObjectProvider<RedisCacheManagerBuilderCustomizer> builderCustomizers,
			ObjectProvider<CacheManagerCustomizer<?>> managerCustomizers) {
		boolean statistics = environment.getProperty("spring.cache.redis.enable-statistics", Boolean.class, true);
		if (properties.maxMissedRemovals() < 1) {
			throw new InvalidConfigurationPropertyValueException("valkey.cache.max-missed-removals",
					properties.maxMissedRemovals(), "At least one removal must be remembered.");
		}
		CacheDatabases databases = new CacheDatabases(properties, topology, (database) -> restraints.writer(database,
				router.forDatabase(database), statistics, properties.maxMissedRemovals()));
		CacheConfigurations configurations = new CacheConfigurations(properties,
				base(properties, bootProperties, beanFactory, ownConfiguration.getIfAvailable()));
		RedisCacheManagerBuilder builder = RedisCacheManager.builder(databases.writer(""))
			.cacheDefaults(configurations.defaults());
		builder.initialCacheNames(new LinkedHashSet<>(bootProperties.getCacheNames()));
		builder.withInitialCacheConfigurations(configurations.caches());
		builderCustomizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return new CacheManagerCustomizers(managerCustomizers.orderedStream().toList())
			.customize(manager(builder, databases, properties));
	}

	private static FlavorCacheManager manager(RedisCacheManagerBuilder builder, CacheDatabases databases,
			FlavorCacheProperties properties) {
		Map<String, RedisCacheConfiguration> caches = new LinkedHashMap<>();
		for (String name : builder.getConfiguredCaches()) {
			caches.put(name, builder.getCacheConfigurationFor(name).orElseGet(builder::cacheDefaults));
		}
		new CacheKeyPrefixes(caches, (one, other) -> databases.database(one).equals(databases.database(other)))
			.check(properties);
		RedisCacheManager built = builder.build();
		FlavorCacheManager manager = new FlavorCacheManager(databases::writer, builder.cacheDefaults(),
				built.isAllowRuntimeCacheCreation(), caches);
		manager.setTransactionAware(built.isTransactionAware());
		return manager;
	}

	/**
	 * What Boot would configure from {@code spring.cache.redis.*}, with our values.
	 */
	private RedisCacheConfiguration base(FlavorCacheProperties properties, CacheProperties bootProperties,
			BeanFactory beanFactory, @Nullable RedisCacheConfiguration own) {
		if (own != null) {
			return (properties.serialization() != null) ? own.serializeValuesWith(values(properties, beanFactory))
					: own;
		}
		CacheProperties.Redis redis = bootProperties.getRedis();
		RedisCacheConfiguration configuration = RedisCacheConfiguration.defaultCacheConfig()
			.serializeValuesWith(values(properties, beanFactory));
		if (redis.getTimeToLive() != null) {
			configuration = configuration.entryTtl(redis.getTimeToLive());
		}
		if (redis.getKeyPrefix() != null) {
			configuration = configuration.prefixCacheNameWith(redis.getKeyPrefix());
		}
		if (!redis.isCacheNullValues()) {
			configuration = configuration.disableCachingNullValues();
		}
		return redis.isUseKeyPrefix() ? configuration : configuration.disableKeyPrefix();
	}

	private SerializationPair<Object> values(FlavorCacheProperties properties, BeanFactory beanFactory) {
		ClassLoader classLoader = this.resourceLoader.getClassLoader();
		boolean jacksonPresent = ClassUtils.isPresent(JACKSON, classLoader);
		if (properties.serialization() == Serialization.JDK
				|| (properties.serialization() == null && !jacksonPresent)) {
			return SerializationPair.fromSerializer(RedisSerializer.java(classLoader));
		}
		if (!jacksonPresent) {
			throw new InvalidConfigurationPropertyValueException("valkey.cache.serialization", "json",
					"Jackson is not on the classpath; add spring-boot-starter-jackson or set it to jdk.");
		}
		return SerializationPair.fromSerializer(Json.serializer(properties, beanFactory, classLoader));
	}

	/**
	 * Keeps Jackson optional.
	 */
	private static final class Json {

		static RedisSerializer<Object> serializer(FlavorCacheProperties properties, BeanFactory beanFactory,
				@Nullable ClassLoader classLoader) {
			List<String> types = new ArrayList<>(properties.allowedTypes());
			types.forEach(Json::check);
			if (AutoConfigurationPackages.has(beanFactory)) {
				AutoConfigurationPackages.get(beanFactory).stream().filter(StringUtils::hasText).forEach(types::add);
			}
			return new TypedJsonRedisSerializer(new AllowedTypes(types), classLoader);
		}

		private static void check(String type) {
			try {
				new AllowedTypes(List.of(type));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException("valkey.cache.allowed-types", type,
						"%s: list packages such as com.example.shop, without wildcards.".formatted(ex.getMessage()));
			}
		}

	}

}
