package io.github.valkeyflavors.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.connection.FlavorClientConfigurationBuilderCustomizer;
import io.github.valkeyflavors.connection.LogicalDatabaseRouter;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.InvalidTopologyException;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.Topology;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ValkeyFlavorsAutoConfiguration}. No server is needed: nothing connects
 * before it is used.
 */
@ExtendWith(OutputCaptureExtension.class)
class ValkeyFlavorsAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				DataRedisReactiveAutoConfiguration.class));

	@Test
	void registersOneFactoryForEachLogicalDatabase() {
		this.contextRunner.run((context) -> assertThat(context.getBeansOfType(LettuceConnectionFactory.class))
			.containsOnlyKeys("sessionsConnectionFactory", "geocoderConnectionFactory", "cableConnectionFactory",
					"queueConnectionFactory", "cacheConnectionFactory", "apiCacheConnectionFactory",
					"locksConnectionFactory", "rateLimitsConnectionFactory"));
	}

	@Test
	void routesToLocalhostWhenNothingIsSet() {
		this.contextRunner.run((context) -> assertThat(address(context, "api-cache")).isEqualTo("localhost:6379/5"));
	}

	@Test
	void routesEachFlavorToItsServer() {
		this.contextRunner
			.withPropertyValues("valkey.flavors.cache.host=one", "valkey.flavors.sessions.url=redis://two:7000",
					"valkey.flavors.queue.host=three", "valkey.flavors.queue.port=7001")
			.run((context) -> {
				assertThat(address(context, "api-cache")).isEqualTo("one:6379/5");
				assertThat(address(context, "sessions")).isEqualTo("two:7000/0");
				assertThat(address(context, "locks")).isEqualTo("three:7001/6");
			});
	}

	@Test
	void routesToFallbackWhenOneFlavorIsDeclared() {
		this.contextRunner.withPropertyValues("valkey.host=one", "valkey.flavors.cache.host=two").run((context) -> {
			assertThat(address(context, "cache")).isEqualTo("two:6379/4");
			assertThat(address(context, "queue")).isEqualTo("one:6379/3");
		});
	}

	@Test
	void fallsBackToSpringDataRedis() {
		this.contextRunner
			.withPropertyValues("spring.data.redis.host=one", "spring.data.redis.port=7000",
					"spring.data.redis.password=secret")
			.run((context) -> {
				assertThat(address(context, "queue")).isEqualTo("one:7000/3");
				assertThat(context.getBean(Topology.class).flavor(Flavor.QUEUE).endpoint().password())
					.isEqualTo("secret");
			});
	}

	@Test
	void prefersOwnFallbackToSpringDataRedis() {
		this.contextRunner.withPropertyValues("valkey.host=one", "spring.data.redis.host=two")
			.run((context) -> assertThat(address(context, "queue")).isEqualTo("one:6379/3"));
	}

	@Test
	void prefersUrlToHostOfSpringDataRedisAsBootDoes() {
		this.contextRunner
			.withPropertyValues("spring.data.redis.host=one", "spring.data.redis.url=redis://:secret@two:7000")
			.run((context) -> assertThat(address(context, "queue")).isEqualTo("two:7000/3"));
	}

	@Test
	void refusesSentinelOfSpringDataRedis() {
		this.contextRunner
			.withPropertyValues("spring.data.redis.sentinel.master=main",
					"spring.data.redis.sentinel.nodes=localhost:26379")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidTopologyException.class)
				.hasMessageContaining("'spring.data.redis.sentinel.master' is set"));
	}

	@Test
	void treatsEmptyPropertyAsNotSet() {
		this.contextRunner.withPropertyValues("valkey.flavors.cache.host=", "valkey.host=one", "valkey.password= ")
			.run((context) -> assertThat(address(context, "cache")).isEqualTo("one:6379/4"));
	}

	@Test
	void prefersFlavorDetailsToProperties() {
		this.contextRunner.withPropertyValues("valkey.flavors.cache.host=one")
			.withUserConfiguration(CacheDetailsConfiguration.class)
			.run((context) -> assertThat(address(context, "cache")).isEqualTo("container:32768/4"));
	}

	@Test
	void prefersForeignRedisDetailsToFallbackProperties() {
		this.contextRunner.withPropertyValues("valkey.host=one", "valkey.flavors.cache.host=two")
			.withUserConfiguration(RedisDetailsConfiguration.class)
			.run((context) -> {
				assertThat(address(context, "queue")).isEqualTo("container:32769/3");
				assertThat(address(context, "cache")).isEqualTo("two:32769/4");
			});
	}

	@Test
	void makesSessionsTheUnqualifiedDatabase() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(RedisConnectionFactory.class))
				.isSameAs(context.getBean("sessionsConnectionFactory"));
			assertThat(context.getBean(ReactiveRedisConnectionFactory.class))
				.isSameAs(context.getBean("sessionsConnectionFactory"));
			assertThat(context.getBean(StringRedisTemplate.class).getConnectionFactory())
				.isSameAs(context.getBean("sessionsConnectionFactory"));
			assertThat(context.getBean(ReactiveStringRedisTemplate.class).getConnectionFactory())
				.isSameAs(context.getBean("sessionsConnectionFactory"));
			assertThat(context.getBean("redisTemplate", RedisTemplate.class).getConnectionFactory())
				.isSameAs(context.getBean("sessionsConnectionFactory"));
		});
	}

	@Test
	void takesUnqualifiedDatabaseFromSpringDataRedis() {
		this.contextRunner.withPropertyValues("spring.data.redis.database=4")
			.run((context) -> assertThat(context.getBean(RedisConnectionFactory.class))
				.isSameAs(context.getBean("cacheConnectionFactory")));
	}

	@Test
	void takesUnqualifiedDatabaseByName() {
		this.contextRunner.withPropertyValues("valkey.primary-database=queue")
			.run((context) -> assertThat(context.getBean(RedisConnectionFactory.class))
				.isSameAs(context.getBean("queueConnectionFactory")));
	}

	@Test
	void registersTemplatesForEachLogicalDatabase() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean("apiCacheStringRedisTemplate", StringRedisTemplate.class).getConnectionFactory())
				.isSameAs(context.getBean("apiCacheConnectionFactory"));
			assertThat(context.getBean("apiCacheReactiveStringRedisTemplate", ReactiveStringRedisTemplate.class)
				.getConnectionFactory()).isSameAs(context.getBean("apiCacheConnectionFactory"));
		});
	}

	@Test
	void addsFlavorAndDatabaseOfTheApplication() {
		this.contextRunner
			.withPropertyValues("valkey.flavors.search.host=four", "valkey.databases.product-search.flavor=search",
					"valkey.databases.product-search.index=9")
			.run((context) -> assertThat(address(context, "product-search")).isEqualTo("four:6379/9"));
	}

	@Test
	void setsTimeoutsOfEachFlavor() {
		this.contextRunner.run((context) -> {
			assertThat(factory(context, "cache").getClientConfiguration().getCommandTimeout())
				.isEqualTo(Duration.ofMillis(200));
			assertThat(factory(context, "sessions").getClientConfiguration().getCommandTimeout())
				.isEqualTo(Duration.ofSeconds(1));
			assertThat(factory(context, "queue").getClientConfiguration().getCommandTimeout())
				.isEqualTo(Duration.ofSeconds(5));
			assertThat(options(context, "queue").getSocketOptions().getConnectTimeout())
				.isEqualTo(Duration.ofSeconds(1));
		});
	}

	@Test
	void overridesTimeouts() {
		this.contextRunner
			.withPropertyValues("spring.data.redis.timeout=4s", "valkey.command-timeout=3s",
					"valkey.flavors.cache.command-timeout=20ms", "valkey.flavors.cache.connect-timeout=2s")
			.run((context) -> {
				assertThat(factory(context, "cache").getClientConfiguration().getCommandTimeout())
					.isEqualTo(Duration.ofMillis(20));
				assertThat(options(context, "cache").getSocketOptions().getConnectTimeout())
					.isEqualTo(Duration.ofSeconds(2));
				assertThat(factory(context, "queue").getClientConfiguration().getCommandTimeout())
					.isEqualTo(Duration.ofSeconds(3));
			});
	}

	@Test
	void honoursTimeoutOfSpringDataRedis() {
		this.contextRunner.withPropertyValues("spring.data.redis.timeout=4s")
			.run((context) -> assertThat(factory(context, "cache").getClientConfiguration().getCommandTimeout())
				.isEqualTo(Duration.ofSeconds(4)));
	}

	@Test
	void rejectsCommandsWhileDisconnected() {
		this.contextRunner.run((context) -> assertThat(options(context, "cache").getDisconnectedBehavior())
			.isEqualTo(DisconnectedBehavior.REJECT_COMMANDS));
	}

	@Test
	void sharesClientResourcesByEndpointAndEventLoopsByAll() {
		this.contextRunner.withPropertyValues("valkey.flavors.queue.host=three").run((context) -> {
			ClientResources cache = resources(context, "cache");
			ClientResources queue = resources(context, "queue");
			assertThat(resources(context, "api-cache")).isSameAs(cache).isNotSameAs(queue);
			assertThat(queue.eventLoopGroupProvider()).isSameAs(cache.eventLoopGroupProvider())
				.isSameAs(context.getBean("lettuceClientResources", ClientResources.class).eventLoopGroupProvider());
		});
	}

	@Test
	void appliesCustomizersToEveryFlavor() {
		this.contextRunner.withUserConfiguration(CustomizersConfiguration.class).run((context) -> {
			assertThat(options(context, "cache").isPublishOnScheduler()).isTrue();
			assertThat(options(context, "queue").isPublishOnScheduler()).isTrue();
			assertThat(factory(context, "cache").getClientConfiguration().getClientName()).hasValue("by-flavor-cache");
			assertThat(factory(context, "queue").getClientConfiguration().getClientName()).hasValue("by-flavor-queue");
			assertThat(factory(context, "locks").getClientConfiguration().getShutdownTimeout())
				.isEqualTo(Duration.ofMillis(7));
			assertThat(context.getBean(AtomicInteger.class)).hasValue(1);
		});
	}

	@Test
	void leavesUnqualifiedPlaceToFactoryOfTheApplication() {
		this.contextRunner.withUserConfiguration(OwnFactoryConfiguration.class).run((context) -> {
			assertThat(context.getBean(RedisConnectionFactory.class)).isSameAs(context.getBean("ownFactory"));
			assertThat(context.getBean(StringRedisTemplate.class).getConnectionFactory())
				.isSameAs(context.getBean("ownFactory"));
			assertThat(address(context, "cache")).isEqualTo("localhost:6379/4");
		});
	}

	@Test
	void startsBesideSeveralFactoriesOfTheApplication() {
		this.contextRunner.withUserConfiguration(OwnFactoryConfiguration.class)
			.withBean("another", LettuceConnectionFactory.class, () -> new LettuceConnectionFactory("another", 6379))
			.run((context) -> assertThat(address(context, "cache")).isEqualTo("localhost:6379/4"));
	}

	@Test
	void startsBesideFactoryThatIsNotReactive() {
		this.contextRunner.withBean("blocking", BlockingFactory.class)
			.run((context) -> assertThat(context.getBean(StringRedisTemplate.class).getConnectionFactory())
				.isSameAs(context.getBean("blocking")));
	}

	@Test
	void backsOffFromJedis() {
		this.contextRunner.withPropertyValues("spring.data.redis.client-type=jedis")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Topology.class));
	}

	@Test
	void sendsNoDeclaredPasswordToForeignRedisDetails() {
		this.contextRunner.withPropertyValues("valkey.password=secret", "spring.data.redis.password=secret")
			.withUserConfiguration(RedisDetailsConfiguration.class)
			.run((context) -> assertThat(context.getBean(Topology.class).flavor(Flavor.QUEUE).endpoint().password())
				.isNull());
	}

	@Test
	void keepsReconnectDelayOfTheApplication() {
		this.contextRunner
			.withBean(ClientResourcesBuilderCustomizer.class,
					() -> (builder) -> builder.reconnectDelay(Delay.constant(Duration.ofSeconds(12))))
			.run((context) -> assertThat(resources(context, "cache").reconnectDelay().createDelay(1))
				.isEqualTo(Duration.ofSeconds(12)));
	}

	@Test
	void leavesUnqualifiedPlaceToTemplateOfTheApplication() {
		this.contextRunner.withUserConfiguration(OwnTemplateConfiguration.class)
			.run((context) -> assertThat(context.getBean(StringRedisTemplate.class))
				.isSameAs(context.getBean("ownTemplate")));
	}

	@Test
	void backsOffFromRouterOfTheApplication() {
		this.contextRunner.withUserConfiguration(OwnRouterConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(ConnectionFactoryRouter.class);
			assertThat(context.getBean("queueStringRedisTemplate", StringRedisTemplate.class).getConnectionFactory())
				.isSameAs(context.getBean("sessionsConnectionFactory"));
		});
	}

	@Test
	void backsOffWhenDisabled() {
		this.contextRunner.withPropertyValues("valkey.enabled=false", "valkey.host=one").run((context) -> {
			assertThat(context).doesNotHaveBean(Topology.class).hasSingleBean(RedisConnectionFactory.class);
			assertThat(context).hasBean("redisConnectionFactory");
		});
	}

	@Test
	void backsOffWithoutSpringDataRedis() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class, RedisTemplate.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Topology.class));
	}

	@Test
	void refusesSocketWithoutNativeTransport() {
		this.contextRunner.withPropertyValues("valkey.flavors.cache.url=unix://:secret@/run/valkey.sock")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidTopologyException.class)
				.hasMessage("Flavor 'cache' lives at 'unix://:***@/run/valkey.sock' (by valkey.flavors.cache.url), "
						+ "but netty's native transport is missing"));
	}

	@Test
	void connectsWithTlsByScheme() {
		this.contextRunner.withPropertyValues("valkey.flavors.cache.url=rediss://one").run((context) -> {
			assertThat(factory(context, "cache").isUseSsl()).isTrue();
			assertThat(factory(context, "queue").isUseSsl()).isFalse();
		});
	}

	@Test
	void usesSslBundleOfTheFlavor() {
		SslBundle bundle = SslBundle.of(null, SslBundleKey.NONE, SslOptions.of(null, Set.of("TLSv1.3")));
		this.contextRunner.withBean(SslBundles.class, () -> new DefaultSslBundleRegistry("own", bundle))
			.withPropertyValues("valkey.flavors.cache.host=one", "valkey.flavors.cache.ssl.bundle=own")
			.run((context) -> {
				assertThat(factory(context, "cache").isUseSsl()).isTrue();
				assertThat(options(context, "cache").getSslOptions().getProtocols()).containsExactly("TLSv1.3");
			});
	}

	@Test
	void namesSslBundleThatDoesNotExist() {
		this.contextRunner.withPropertyValues("valkey.flavors.cache.ssl.bundle=own")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("Flavor 'cache' uses the SSL bundle 'own', but there are no SSL bundles"));
	}

	@Test
	void logsWhereEachLogicalDatabaseLivesWithoutSecrets(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("valkey.host=one", "valkey.username=user", "valkey.password=secret",
					"valkey.flavors.cache.url=rediss://:other-secret@two:7000")
			.run((context) -> {
				assertThat(output).contains("Logical database sessions    index 0  flavor sessions "
						+ "at redis://user:***@one:6379 (fallback by valkey.host), the unqualified one");
				assertThat(output).contains("Logical database api-cache   index 5  flavor cache    "
						+ "at rediss://user:***@two:7000 (declared by valkey.flavors.cache.url)");
				assertThat(output.toString().lines().filter((line) -> line.contains("Logical database "))).hasSize(8);
				assertThat(output).doesNotContain("secret");
			});
	}

	@Test
	void saysThatAFactoryOfTheApplicationIsUnqualified(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(OwnFactoryConfiguration.class)
			.run((context) -> assertThat(output)
				.contains("Unqualified beans use a connection factory of the application")
				.doesNotContain("the unqualified one"));
	}

	@Test
	void keepsPasswordOutOfPropertiesAsText() {
		this.contextRunner.withPropertyValues("valkey.password=secret", "valkey.flavors.cache.password=secret")
			.run((context) -> assertThat(context.getBean(ValkeyProperties.class).toString()).doesNotContain("secret"));
	}

	private static String address(AssertableApplicationContext context, String database) {
		LettuceConnectionFactory factory = factory(context, database);
		return factory.getHostName() + ":" + factory.getPort() + "/" + factory.getDatabase();
	}

	private static LettuceConnectionFactory factory(AssertableApplicationContext context, String database) {
		return (LettuceConnectionFactory) context.getBean(ConnectionFactoryRouter.class).forDatabase(database);
	}

	private static ClientOptions options(AssertableApplicationContext context, String database) {
		return factory(context, database).getClientConfiguration().getClientOptions().orElseThrow();
	}

	private static ClientResources resources(AssertableApplicationContext context, String database) {
		return factory(context, database).getClientConfiguration().getClientResources().orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class CacheDetailsConfiguration {

		@Bean
		FlavorConnectionDetails cacheDetails() {
			return new FlavorConnectionDetails() {

				@Override
				public String getFlavor() {
					return "cache";
				}

				@Override
				public String getHost() {
					return "container";
				}

				@Override
				public int getPort() {
					return 32768;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RedisDetailsConfiguration {

		@Bean
		DataRedisConnectionDetails redisDetails() {
			return new DataRedisConnectionDetails() {

				@Override
				public Standalone getStandalone() {
					return Standalone.of("container", 32769);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizersConfiguration {

		@Bean
		AtomicInteger resourcesCustomized() {
			return new AtomicInteger();
		}

		@Bean
		ClientResourcesBuilderCustomizer resourcesCustomizer(AtomicInteger resourcesCustomized) {
			return (builder) -> resourcesCustomized.incrementAndGet();
		}

		@Bean
		LettuceClientOptionsBuilderCustomizer optionsCustomizer() {
			return (builder) -> builder.publishOnScheduler(true);
		}

		@Bean
		LettuceClientConfigurationBuilderCustomizer bootCustomizer() {
			return (builder) -> builder.shutdownTimeout(Duration.ofMillis(7)).clientName("by-boot");
		}

		@Bean
		FlavorClientConfigurationBuilderCustomizer flavorCustomizer() {
			return (database, builder) -> builder.clientName("by-flavor-" + database.flavor());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFactoryConfiguration {

		@Bean
		LettuceConnectionFactory ownFactory() {
			return new LettuceConnectionFactory("own", 6379);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTemplateConfiguration {

		@Bean
		StringRedisTemplate ownTemplate(RedisConnectionFactory connectionFactory) {
			return new StringRedisTemplate(connectionFactory);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRouterConfiguration {

		@Bean
		ConnectionFactoryRouter ownRouter(Map<String, LettuceConnectionFactory> factories) {
			return new LogicalDatabaseRouter(LogicalDatabase.defaults(),
					(database) -> Objects.requireNonNull(factories.get("sessionsConnectionFactory")));
		}

	}

	/**
	 * A factory that is not reactive.
	 */
	static class BlockingFactory implements RedisConnectionFactory {

		private final LettuceConnectionFactory factory = new LettuceConnectionFactory("own", 6379);

		@Override
		public RedisConnection getConnection() {
			return this.factory.getConnection();
		}

		@Override
		public RedisClusterConnection getClusterConnection() {
			return this.factory.getClusterConnection();
		}

		@Override
		public boolean getConvertPipelineAndTxResults() {
			return this.factory.getConvertPipelineAndTxResults();
		}

		@Override
		public RedisSentinelConnection getSentinelConnection() {
			return this.factory.getSentinelConnection();
		}

		@Override
		public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException ex) {
			return this.factory.translateExceptionIfPossible(ex);
		}

	}

}
