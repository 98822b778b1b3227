package io.github.valkeyflavors.autoconfigure.session;

import java.util.HashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.ReactiveMapSessionRepository;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.ReactiveRedisIndexedSessionRepository;
import org.springframework.session.data.redis.ReactiveRedisSessionRepository;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.data.redis.config.ConfigureReactiveRedisAction;
import org.springframework.session.data.redis.config.ConfigureRedisAction;
import org.springframework.session.data.redis.config.annotation.SpringSessionRedisConnectionFactory;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.session.ReactiveSessionRevoker;
import io.github.valkeyflavors.session.SessionEvents;
import io.github.valkeyflavors.session.SessionRevoker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlavorSessionAutoConfiguration} and
 * {@link SessionExtrasAutoConfiguration}. No server runs: nothing connects before it is
 * used.
 */
class FlavorSessionAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(
			ValkeyFlavorsAutoConfiguration.class, FlavorSessionAutoConfiguration.class,
			SessionExtrasAutoConfiguration.class, DataRedisAutoConfiguration.class,
			DataRedisReactiveAutoConfiguration.class, SessionDataRedisAutoConfiguration.class,
			SessionAutoConfiguration.class);

	private static final String INDEXED = "spring.session.data.redis.repository-type=indexed";

	private static final String JSON = "valkey.session.serialization=json";

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues("valkey.host=localhost", "valkey.port=1");

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withUserConfiguration(ServerPropertiesConfiguration.class)
		.withPropertyValues("valkey.host=localhost", "valkey.port=1");

	private final ApplicationContextRunner noWeb = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	@Test
	void repositoryUsesSessionsFactory() {
		this.servlet.run((context) -> assertThat(context.getBean(RedisSessionRepository.class))
			.extracting("sessionRedisOperations.connectionFactory")
			.isSameAs(context.getBean("sessionsConnectionFactory")));
	}

	@Test
	void reactiveRepositoryUsesSessionsFactory() {
		this.reactive.run((context) -> assertThat(context.getBean(ReactiveRedisSessionRepository.class))
			.extracting("sessionRedisOperations.connectionFactory")
			.isSameAs(context.getBean("sessionsConnectionFactory")));
	}

	@Test
	void repositoryUsesSessionsFactoryWhenAnotherDatabaseIsUnqualified() {
		this.servlet.withPropertyValues("valkey.primary-database=cache")
			.run((context) -> assertThat(context.getBean(RedisSessionRepository.class))
				.extracting("sessionRedisOperations.connectionFactory.database")
				.isEqualTo(0));
	}

	@Test
	void repositoryUsesDatabaseOfProperty() {
		this.servlet.withPropertyValues("valkey.session.database=locks")
			.run((context) -> assertThat(context.getBean(RedisSessionRepository.class))
				.extracting("sessionRedisOperations.connectionFactory")
				.isSameAs(context.getBean("locksConnectionFactory")));
	}

	@Test
	void eventChannelsOfIndexedRepositoryUseIndexOfDatabase() {
		this.servlet
			.withPropertyValues(INDEXED, "valkey.databases.sessions.index=9", "valkey.primary-database=sessions")
			.run((context) -> {
				RedisIndexedSessionRepository repository = context.getBean(RedisIndexedSessionRepository.class);
				assertThat(repository.getSessionExpiredChannel()).isEqualTo("__keyevent@9__:expired");
				assertThat(repository.getSessionDeletedChannel()).isEqualTo("__keyevent@9__:del");
				assertThat(repository.getSessionCreatedChannelPrefix()).isEqualTo("spring:session:event:9:created:");
			});
	}

	@Test
	void eventChannelsOfReactiveIndexedRepositoryUseIndexOfDatabase() {
		this.reactive
			.withPropertyValues(INDEXED, "valkey.databases.sessions.index=9", "valkey.primary-database=sessions")
			.run((context) -> {
				ReactiveRedisIndexedSessionRepository repository = context
					.getBean(ReactiveRedisIndexedSessionRepository.class);
				assertThat(repository.getSessionExpiredChannel()).isEqualTo("__keyevent@9__:expired");
				assertThat(repository.getSessionCreatedChannelPrefix()).isEqualTo("spring:session:event:9:created:");
			});
	}

	@Test
	void refusesDatabaseOfEvictingFlavor() {
		this.servlet.withPropertyValues("valkey.session.database=cache")
			.run((context) -> assertThat(StartupReport.of(context.getStartupFailure(), "valkey.session.database=cache"))
				.isEqualTo("Invalid value 'cache' for configuration property 'valkey.session.database' "
						+ "(originating from '\"valkey.session.database\" from property source \"test\"'). "
						+ "Validation failed for the following reason: Sessions live in a logical database of a "
						+ "flavor that does not evict: one of [sessions, queue, locks]. "
						+ "Review the value of the property with the provided reason."));
	}

	@Test
	void refusesJsonWithoutJackson() {
		this.servlet.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.withPropertyValues("valkey.session.serialization=json")
			.run((context) -> assertThat(
					StartupReport.of(context.getStartupFailure(), "valkey.session.serialization=json"))
				.contains("Jackson is not on the classpath; add spring-boot-starter-jackson or set it to jdk."));
	}

	@Test
	void refusesUnknownDatabase() {
		this.reactive.withPropertyValues("valkey.session.database=nowhere")
			.run((context) -> assertThat(
					StartupReport.of(context.getStartupFailure(), "valkey.session.database=nowhere"))
				.startsWith("Invalid value 'nowhere' for configuration property 'valkey.session.database' "));
	}

	@Test
	void refusesDefaultDatabaseWhenItsFlavorEvicts() {
		this.servlet.withPropertyValues("valkey.databases.sessions.flavor=cache")
			.run((context) -> assertThat(StartupReport.of(context.getStartupFailure()))
				.startsWith("Invalid value 'sessions' for configuration property 'valkey.session.database'. "
						+ "Validation failed for the following reason: Sessions live in a logical database of a "
						+ "flavor that does not evict: one of [queue, locks]."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.example,,", "com.example.*" })
	void refusesAllowedTypeThatIsNoName(String value) {
		String property = "valkey.session.allowed-types=" + value;
		this.servlet.withPropertyValues(JSON, property)
			.run((context) -> assertThat(StartupReport.of(context.getStartupFailure(), property))
				.startsWith("Invalid value '%s' for configuration property 'valkey.session.allowed-types' "
					.formatted(value))
				.contains("is not the name of a package or class: list packages such as com.example.shop"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "notify-keyspace-events", "NOTIFY_KEYSPACE_EVENTS", "none" })
	void indexedRepositoryStartsWithoutServer(String action) {
		this.servlet.withPropertyValues(INDEXED, "spring.session.data.redis.configure-action=" + action)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SessionEvents.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "notify-keyspace-events", "NOTIFY_KEYSPACE_EVENTS", "none" })
	void reactiveIndexedRepositoryStartsWithoutServer(String action) {
		this.reactive.withPropertyValues(INDEXED, "spring.session.data.redis.configure-action=" + action)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SessionEvents.class));
	}

	@Test
	void thereIsNoRevokerForDefaultRepository() {
		this.servlet.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(SessionRevoker.class)
			.doesNotHaveBean(SessionEvents.class));
	}

	@Test
	void thereIsNoRevokerForReactiveDefaultRepository() {
		this.reactive.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ReactiveSessionRevoker.class)
			.doesNotHaveBean(SessionEvents.class));
	}

	@Test
	void thereIsOneRevokerForIndexedRepository() {
		this.servlet.withPropertyValues(INDEXED)
			.run((context) -> assertThat(context).hasSingleBean(SessionRevoker.class));
	}

	@Test
	void thereIsOneRevokerForReactiveIndexedRepository() {
		this.reactive.withPropertyValues(INDEXED)
			.run((context) -> assertThat(context).hasSingleBean(ReactiveSessionRevoker.class));
	}

	@Test
	void valuesAreSerializedByJdkUnlessPropertySaysJson() {
		this.servlet.run((context) -> assertThat(context).doesNotHaveBean("springSessionDefaultRedisSerializer"));
	}

	@Test
	void ownRepositoryWins() {
		this.servlet.withBean(SessionRepository.class, () -> new MapSessionRepository(new HashMap<>()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RedisSessionRepository.class));
	}

	@Test
	void ownReactiveRepositoryWins() {
		this.reactive.withBean(ReactiveSessionRepository.class, () -> new ReactiveMapSessionRepository(new HashMap<>()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReactiveRedisSessionRepository.class));
	}

	@Test
	void ownSessionFactoryWins() {
		this.servlet.withUserConfiguration(OwnFactoryConfiguration.class)
			.run((context) -> assertThat(context.getBean(RedisSessionRepository.class))
				.extracting("sessionRedisOperations.connectionFactory.port")
				.isEqualTo(7777));
	}

	@Test
	void ownSessionFactoryWinsInReactiveApplication() {
		this.reactive.withUserConfiguration(OwnFactoryConfiguration.class)
			.run((context) -> assertThat(context.getBean(ReactiveRedisSessionRepository.class))
				.extracting("sessionRedisOperations.connectionFactory.port")
				.isEqualTo(7777));
	}

	@Test
	void ownUnqualifiedFactoryLeavesSessionsAlone() {
		this.servlet
			.withBean("redisConnectionFactory", RedisConnectionFactory.class,
					() -> new LettuceConnectionFactory("localhost", 7777))
			.run((context) -> assertThat(context.getBean(RedisSessionRepository.class))
				.extracting("sessionRedisOperations.connectionFactory.port")
				.isEqualTo(1));
	}

	@Test
	void ownSerializerWins() {
		this.servlet.withPropertyValues(JSON)
			.withBean("springSessionDefaultRedisSerializer", RedisSerializer.class, RedisSerializer::json)
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean("springSessionDefaultRedisSerializer")
				.isInstanceOf(RedisSerializer.json().getClass()));
	}

	@Test
	void ownConfigureActionWins() {
		ConfigureRedisAction own = (connection) -> {
		};
		this.servlet.withBean("own", ConfigureRedisAction.class, () -> own)
			.run((context) -> assertThat(context.getBean(ConfigureRedisAction.class)).isSameAs(own));
	}

	@Test
	void ownReactiveConfigureActionWins() {
		this.reactive.withBean("own", ConfigureReactiveRedisAction.class, () -> ConfigureReactiveRedisAction.NO_OP)
			.run((context) -> assertThat(context).hasSingleBean(ConfigureReactiveRedisAction.class).hasBean("own"));
	}

	@Test
	void ownRevokerWins() {
		this.servlet.withPropertyValues(INDEXED)
			.withUserConfiguration(OwnRevokerConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(SessionRevoker.class).hasBean("own"));
	}

	@Test
	void ownReactiveRevokerWins() {
		this.reactive.withPropertyValues(INDEXED)
			.withUserConfiguration(OwnReactiveRevokerConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(ReactiveSessionRevoker.class).hasBean("own"));
	}

	@Test
	void startsWithoutWeb() {
		this.noWeb.withPropertyValues(INDEXED, JSON)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SessionRepository.class));
	}

	@Test
	void startsWithoutSession() {
		this.servlet.withClassLoader(new FilteredClassLoader(Session.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FlavorSessionAutoConfiguration.class));
	}

	@Test
	void startsWithoutStoreOfSession() {
		this.servlet.withClassLoader(new FilteredClassLoader(SpringSessionRedisConnectionFactory.class))
			.run((context) -> assertThat(context).doesNotHaveBean(FlavorSessionAutoConfiguration.class));
	}

	@Test
	void startsWithJsonWithoutSpringSecurity() {
		this.servlet.withPropertyValues(JSON)
			.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("springSessionDefaultRedisSerializer"));
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.servlet.withPropertyValues("valkey.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FlavorSessionAutoConfiguration.class)
				.doesNotHaveBean(SessionExtrasAutoConfiguration.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(ServerProperties.class)
	static class ServerPropertiesConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFactoryConfiguration {

		@Bean(defaultCandidate = false)
		@SpringSessionRedisConnectionFactory
		LettuceConnectionFactory ownSessionFactory() {
			return new LettuceConnectionFactory("localhost", 7777);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRevokerConfiguration {

		@Bean
		SessionRevoker own(FindByIndexNameSessionRepository<? extends Session> repository) {
			return new SessionRevoker(repository);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnReactiveRevokerConfiguration {

		@Bean
		ReactiveSessionRevoker<ReactiveRedisIndexedSessionRepository> own(
				ReactiveRedisIndexedSessionRepository repository) {
			return new ReactiveSessionRevoker<>(repository);
		}

	}

}
