package io.github.valkeyflavors.autoconfigure.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.JdkSerializationRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.test.util.ReflectionTestUtils;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.cache.FlavorCacheManager;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.topology.Flavor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlavorCacheAutoConfiguration}. No server is needed: nothing connects
 * before it is used.
 */
class FlavorCacheAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				FlavorCacheAutoConfiguration.class, CacheAutoConfiguration.class))
		.withUserConfiguration(CachingConfiguration.class);

	@Test
	void providesRedisCacheManagerAsBootWould() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(CacheManager.class)
				.getBean("cacheManager")
				.isInstanceOf(RedisCacheManager.class)
				.isInstanceOf(FlavorCacheManager.class);
			assertThat(cache(context, "products").getName()).isEqualTo("products");
		});
	}

	@Test
	void livesInTheCacheDatabase() {
		this.contextRunner.run((context) -> assertThat(connectionFactory(context, "products"))
			.isSameAs(context.getBean("cacheConnectionFactory")));
	}

	@Test
	void livesInTheDatabaseOfItsOwn() {
		this.contextRunner
			.withPropertyValues("valkey.cache.caches.rates.database=api-cache",
					"valkey.cache.caches.products.time-to-live=1m")
			.run((context) -> {
				assertThat(connectionFactory(context, "rates")).isSameAs(context.getBean("apiCacheConnectionFactory"));
				assertThat(connectionFactory(context, "products")).isSameAs(context.getBean("cacheConnectionFactory"));
				assertThat(connectionFactory(context, "other")).isSameAs(context.getBean("cacheConnectionFactory"));
			});
	}

	@Test
	void livesInTheDefaultDatabaseThatIsSet() {
		this.contextRunner
			.withPropertyValues("valkey.cache.database=geocoder", "valkey.cache.caches.rates.database=cache")
			.run((context) -> {
				assertThat(connectionFactory(context, "products"))
					.isSameAs(context.getBean("geocoderConnectionFactory"));
				assertThat(connectionFactory(context, "rates")).isSameAs(context.getBean("cacheConnectionFactory"));
			});
	}

	@Test
	void livesInTheDatabaseOfAnEvictingFlavorOfTheApplication() {
		this.contextRunner
			.withPropertyValues("valkey.flavors.search.host=one", "valkey.flavors.search.evicting=true",
					"valkey.databases.search.flavor=search", "valkey.databases.search.index=9",
					"valkey.cache.caches.hits.database=search")
			.run((context) -> assertThat(connectionFactory(context, "hits"))
				.isSameAs(context.getBean("searchConnectionFactory")));
	}

	@Test
	void sharesWriterOfOneDatabase() {
		this.contextRunner
			.withPropertyValues("valkey.cache.caches.a.database=api-cache", "valkey.cache.caches.b.database=api-cache")
			.run((context) -> assertThat(cache(context, "a").getNativeCache())
				.isSameAs(cache(context, "b").getNativeCache()));
	}

	@Test
	void knowsConfiguredCachesAtStart() {
		this.contextRunner
			.withPropertyValues("valkey.cache.caches.rates.time-to-live=5m",
					"spring.cache.cache-names=products,customers")
			.run((context) -> assertThat(context.getBean(CacheManager.class).getCacheNames())
				.containsExactlyInAnyOrder("rates", "products", "customers"));
	}

	@Test
	void keepsOwnSettingsOfCacheThatIsNamedTwice() {
		this.contextRunner
			.withPropertyValues("spring.cache.cache-names=rates", "valkey.cache.caches.rates.time-to-live=5m")
			.run((context) -> assertThat(timeToLive(context, "rates")).isEqualTo(Duration.ofMinutes(5)));
	}

	@Test
	void makesUnknownCacheWhenAsked() {
		this.contextRunner.withPropertyValues("valkey.cache.time-to-live=5m")
			.run((context) -> assertThat(timeToLive(context, "unknown")).isEqualTo(Duration.ofMinutes(5)));
	}

	@Test
	void writesJsonByDefault() {
		this.contextRunner.run((context) -> assertThat(serialized(context, 5L)).isEqualTo("[\"java.lang.Long\",5]"));
	}

	@Test
	void readsTypesOfTheApplication() {
		this.contextRunner.withUserConfiguration(PackageConfiguration.class)
			.run((context) -> assertThat(roundTrip(context, new Product("tea"))).isEqualTo(new Product("tea")));
	}

	@Test
	void readsAllowedTypes() {
		this.contextRunner.withPropertyValues("valkey.cache.allowed-types=com.example," + Product.class.getName())
			.run((context) -> assertThat(roundTrip(context, new Product("tea"))).isEqualTo(new Product("tea")));
	}

	@Test
	void writesWithTheJdkWhereThatIsSet() {
		this.contextRunner.withPropertyValues("valkey.cache.serialization=jdk")
			.run((context) -> assertThat(serialized(context, 5L)).isEqualTo(jdk(5L)));
	}

	@Test
	void writesWithTheJdkWithoutJackson() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> assertThat(serialized(context, 5L)).isEqualTo(jdk(5L)));
	}

	@Test
	void refusesJsonWithoutJackson() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.withPropertyValues("valkey.cache.serialization=json")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("valkey.cache.serialization")
				.hasMessageEndingWith(
						"Jackson is not on the classpath; add spring-boot-starter-jackson or set it to jdk."));
	}

	@Test
	void countsByDefault() {
		this.contextRunner.run((context) -> {
			RedisCache cache = cache(context, "products");
			assertThat(ReflectionTestUtils.getField(cache.getNativeCache(), "statistics")).isNotNull()
				.extracting((statistics) -> statistics.getClass().getSimpleName())
				.isEqualTo("DefaultCacheStatisticsCollector");
		});
	}

	@Test
	void countsNotWhereBootSaysSo() {
		this.contextRunner.withPropertyValues("spring.cache.redis.enable-statistics=false")
			.run((context) -> assertThat(
					ReflectionTestUtils.getField(cache(context, "products").getNativeCache(), "statistics"))
				.isNotNull()
				.extracting((statistics) -> statistics.getClass().getSimpleName())
				.isEqualTo("NoOpCacheStatisticsCollector"));
	}

	@Test
	void backsOffWithoutCaching() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class,
					DataRedisAutoConfiguration.class, FlavorCacheAutoConfiguration.class, CacheAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheManager.class));
	}

	@Test
	void backsOffBeforeManagerOfTheApplication() {
		this.contextRunner.withBean("own", CacheManager.class, ConcurrentMapCacheManager::new)
			.run((context) -> assertThat(context).hasSingleBean(CacheManager.class)
				.getBean(CacheManager.class)
				.isInstanceOf(ConcurrentMapCacheManager.class));
	}

	@Test
	void backsOffBeforeResolverOfTheApplication() {
		this.contextRunner.withUserConfiguration(ResolverConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheManager.class));
	}

	@Test
	void backsOffBeforeOtherTypeOfBoot() {
		this.contextRunner.withPropertyValues("spring.cache.type=simple")
			.run((context) -> assertThat(context).getBean(CacheManager.class)
				.isInstanceOf(ConcurrentMapCacheManager.class));
		this.contextRunner.withPropertyValues("spring.cache.type=none")
			.run((context) -> assertThat(context).getBean(CacheManager.class).isInstanceOf(NoOpCacheManager.class));
	}

	@Test
	void staysWhereBootIsAskedForRedis() {
		this.contextRunner.withPropertyValues("spring.cache.type=redis")
			.run((context) -> assertThat(context).hasSingleBean(FlavorCacheManager.class));
	}

	@Test
	void leavesTheCacheToBootWhenSwitchedOff() {
		this.contextRunner.withPropertyValues("valkey.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FlavorCacheManager.class)
				.hasSingleBean(RedisCacheManager.class));
	}

	@Test
	void startsWithoutSpringCache() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class,
					DataRedisAutoConfiguration.class, FlavorCacheAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(CacheAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheManager.class));
	}

	@Test
	void takesConfigurationOfTheApplicationAsDefault() {
		this.contextRunner.withUserConfiguration(OwnConfiguration.class)
			.withPropertyValues("valkey.cache.caches.rates.time-to-live=5m")
			.run((context) -> {
				assertThat(timeToLive(context, "products")).isEqualTo(Duration.ofMinutes(7));
				assertThat(timeToLive(context, "rates")).isEqualTo(Duration.ofMinutes(5));
				assertThat(prefix(context, "rates")).isEqualTo("own:rates::");
				assertThat(serialized(context, "text")).isEqualTo("text");
			});
	}

	@Test
	void asksTimeToLiveOfTheApplicationForRealKeysOnly() {
		this.contextRunner
			.withBean(RedisCacheConfiguration.class,
					() -> RedisCacheConfiguration.defaultCacheConfig()
						.entryTtl((key, value) -> Duration.ofMinutes(((String) key).length())))
			.withPropertyValues("valkey.cache.caches.rates.key-prefix=rates:")
			.run((context) -> assertThat(configuration(context, "rates").getTtlFunction().getTimeToLive("four", null))
				.isEqualTo(Duration.ofMinutes(4)));
	}

	@Test
	void prefersSerializationPropertyToConfigurationOfTheApplication() {
		this.contextRunner.withUserConfiguration(OwnConfiguration.class)
			.withPropertyValues("valkey.cache.serialization=json")
			.run((context) -> assertThat(serialized(context, "text")).isEqualTo("\"text\""));
	}

	@Test
	void appliesCustomizersOfTheBuilderLast() {
		this.contextRunner
			.withBean(RedisCacheManagerBuilderCustomizer.class,
					() -> (builder) -> builder.withCacheConfiguration("rates",
							RedisCacheConfiguration.defaultCacheConfig().entryTtl(Duration.ofMinutes(9))))
			.withPropertyValues("valkey.cache.caches.rates.time-to-live=5m",
					"valkey.cache.caches.rates.database=api-cache")
			.run((context) -> {
				assertThat(timeToLive(context, "rates")).isEqualTo(Duration.ofMinutes(9));
				assertThat(connectionFactory(context, "rates")).isSameAs(context.getBean("apiCacheConnectionFactory"));
			});
	}

	@Test
	void keepsWriterOfTheDatabaseWhateverTheCustomizerSets() {
		this.contextRunner
			.withBean(RedisCacheManagerBuilderCustomizer.class,
					() -> (builder) -> builder
						.cacheWriter(RedisCacheWriter.nonLockingRedisCacheWriter(new LettuceConnectionFactory())))
			.run((context) -> assertThat(connectionFactory(context, "products"))
				.isSameAs(context.getBean("cacheConnectionFactory")));
	}

	@Test
	void isTransactionAwareWhereTheCustomizerSaysSo() {
		this.contextRunner
			.withBean(RedisCacheManagerBuilderCustomizer.class, () -> RedisCacheManagerBuilder::transactionAware)
			.withPropertyValues("valkey.cache.caches.rates.time-to-live=5m")
			.run((context) -> {
				assertThat(context.getBean(CacheManager.class).getCache("rates"))
					.isInstanceOf(TransactionAwareCacheDecorator.class);
				assertThat(context.getBean(CacheManager.class).getCache("unknown"))
					.isInstanceOf(TransactionAwareCacheDecorator.class);
			});
	}

	@Test
	void makesNoUnknownCacheWhereTheCustomizerSaysSo() {
		this.contextRunner
			.withBean(RedisCacheManagerBuilderCustomizer.class,
					() -> RedisCacheManagerBuilder::disableCreateOnMissingCache)
			.withPropertyValues("valkey.cache.caches.rates.time-to-live=5m")
			.run((context) -> {
				assertThat(context.getBean(CacheManager.class).getCache("rates")).isNotNull();
				assertThat(context.getBean(CacheManager.class).getCache("unknown")).isNull();
			});
	}

	@Test
	void appliesCustomizersOfTheManager() {
		this.contextRunner.withUserConfiguration(ManagerCustomizerConfiguration.class)
			.run((context) -> assertThat(context.getBean(FlavorCacheManager.class).isTransactionAware()).isTrue());
	}

	@Test
	void asksRouterOfTheApplication() {
		OwnRouter router = new OwnRouter();
		this.contextRunner.withBean(ConnectionFactoryRouter.class, () -> router)
			.withPropertyValues("valkey.cache.caches.rates.database=api-cache")
			.run((context) -> {
				assertThat(connectionFactory(context, "products")).isSameAs(router.cache);
				assertThat(connectionFactory(context, "rates")).isSameAs(router.other);
			});
	}

	private static RedisCache cache(ApplicationContext context, String name) {
		Cache cache = context.getBean(CacheManager.class).getCache(name);
		assertThat(cache).isInstanceOf(RedisCache.class);
		return (RedisCache) Objects.requireNonNull(cache);
	}

	private static RedisCacheConfiguration configuration(ApplicationContext context, String name) {
		return cache(context, name).getCacheConfiguration();
	}

	private static Duration timeToLive(ApplicationContext context, String name) {
		return configuration(context, name).getTtlFunction().getTimeToLive("key", "value");
	}

	private static String prefix(ApplicationContext context, String name) {
		return configuration(context, name).getKeyPrefixFor(name);
	}

	private static @Nullable Object connectionFactory(ApplicationContext context, String name) {
		Object writer = ReflectionTestUtils.getField(cache(context, name).getNativeCache(), "delegate");
		return (writer != null) ? ReflectionTestUtils.getField(writer, "connectionFactory") : null;
	}

	private static String serialized(ApplicationContext context, Object value) {
		return text(configuration(context, "products").getValueSerializationPair().write(value).array());
	}

	private static @Nullable Object roundTrip(ApplicationContext context, Object value) {
		SerializationPair<Object> values = configuration(context, "products").getValueSerializationPair();
		return values.read(values.write(value));
	}

	private static String jdk(Object value) {
		return text(new JdkSerializationRedisSerializer().serialize(value));
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	record Product(String name) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class CachingConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	static class PackageConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConfiguration {

		@Bean
		RedisCacheConfiguration redisCacheConfiguration() {
			return RedisCacheConfiguration.defaultCacheConfig()
				.entryTtl(Duration.ofMinutes(7))
				.prefixCacheNameWith("own:")
				.serializeValuesWith(SerializationPair.fromSerializer(RedisSerializer.string()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ManagerCustomizerConfiguration {

		@Bean
		CacheManagerCustomizer<RedisCacheManager> cacheManagerCustomizer() {
			return (manager) -> manager.setTransactionAware(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ResolverConfiguration implements CachingConfigurer {

		@Bean
		@Override
		public CacheResolver cacheResolver() {
			return (invocation) -> List.of();
		}

	}

	static final class OwnRouter implements ConnectionFactoryRouter {

		private final RedisConnectionFactory cache = new LettuceConnectionFactory();

		private final RedisConnectionFactory other = new LettuceConnectionFactory();

		@Override
		public RedisConnectionFactory forDatabase(String database) {
			return database.equals("cache") ? this.cache : this.other;
		}

		@Override
		public RedisConnectionFactory forIndex(int index) {
			return this.other;
		}

		@Override
		public RedisConnectionFactory forFlavor(Flavor flavor) {
			return this.other;
		}

	}

}
