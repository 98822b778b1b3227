package io.github.valkeyflavors.autoconfigure.session;

import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.data.redis.config.annotation.web.http.EnableRedisHttpSession;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.FlashMapManager;
import org.springframework.web.servlet.support.SessionFlashMapManager;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.session.guard.SessionMapper;
import io.github.valkeyflavors.session.guard.SessionsUnavailableWebFilter;
import io.github.valkeyflavors.session.guard.TolerantFlashMapManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SessionGuardAutoConfiguration}. No server runs.
 */
class SessionGuardAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(
			ValkeyFlavorsAutoConfiguration.class, FlavorSessionAutoConfiguration.class,
			SessionExtrasAutoConfiguration.class, SessionGuardAutoConfiguration.class, DataRedisAutoConfiguration.class,
			DataRedisReactiveAutoConfiguration.class, SessionDataRedisAutoConfiguration.class,
			SessionAutoConfiguration.class);

	private static final String GUARDED = "GuardedSessionRepositoryFilter";

	private static final String INDEXED = "spring.session.data.redis.repository-type=indexed";

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues("valkey.host=localhost", "valkey.port=1");

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withBean(ServerProperties.class)
		.withPropertyValues("valkey.host=localhost", "valkey.port=1");

	@Test
	void guardsFilter() {
		this.servlet
			.run((context) -> assertThat(context.getBean(SessionRepositoryFilter.class).getClass().getSimpleName())
				.isEqualTo(GUARDED));
	}

	@Test
	void guardsFilterOfIndexedRepository() {
		this.servlet.withPropertyValues(INDEXED)
			.run((context) -> assertThat(context.getBean(SessionRepositoryFilter.class).getClass().getSimpleName())
				.isEqualTo(GUARDED));
	}

	@Test
	void guardsFilterOfRepositoryThatApplicationConfigures() {
		this.servlet.withUserConfiguration(OwnConfiguration.class)
			.run((context) -> assertThat(context.getBean(SessionRepositoryFilter.class).getClass().getSimpleName())
				.isEqualTo(GUARDED));
	}

	@Test
	void leavesFilterOfOwnRepositoryAlone() {
		this.servlet.withUserConfiguration(OwnRepository.class)
			.run((context) -> assertThat(context.getBean(SessionRepositoryFilter.class).getClass())
				.isEqualTo(SessionRepositoryFilter.class));
	}

	@Test
	void leavesOwnFilterAlone() {
		SessionRepositoryFilter<?> own = new SessionRepositoryFilter<>(
				new MapSessionRepository(new ConcurrentHashMap<>()));
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, FlavorSessionAutoConfiguration.class,
							SessionGuardAutoConfiguration.class, DataRedisAutoConfiguration.class))
			.withPropertyValues("valkey.host=localhost", "valkey.port=1")
			.withUserConfiguration(OwnConfiguration.class)
			.withBean("ownFilter", SessionRepositoryFilter.class, () -> own)
			.run((context) -> {
				assertThat(context.getBean("ownFilter")).isSameAs(own);
				assertThat(context.getBean("springSessionRepositoryFilter").getClass().getSimpleName())
					.isEqualTo(GUARDED);
			});
	}

	@Test
	void leavesFilterOfOwnClassAlone() {
		this.servlet.withUserConfiguration(OwnConfiguration.class, OwnFilter.class)
			.withAllowBeanDefinitionOverriding(true)
			.run((context) -> assertThat(context.getBean("springSessionRepositoryFilter"))
				.isInstanceOf(OwnFilter.Filter.class));
	}

	@Test
	void ownMapperWins() {
		this.servlet
			.run((context) -> assertThat(context.getBean(RedisSessionRepository.class)).extracting("redisSessionMapper")
				.isInstanceOf(SessionMapper.class));
		this.servlet.withUserConfiguration(OwnMapper.class)
			.run((context) -> assertThat(context.getBean(RedisSessionRepository.class)).extracting("redisSessionMapper")
				.isNotInstanceOf(SessionMapper.class));
	}

	@Test
	void toleratesFlashMaps() {
		this.servlet
			.withBean(DispatcherServlet.FLASH_MAP_MANAGER_BEAN_NAME, FlashMapManager.class, SessionFlashMapManager::new)
			.run((context) -> assertThat(context.getBean(FlashMapManager.class))
				.isInstanceOf(TolerantFlashMapManager.class));
	}

	@Test
	void needsNoSpringMvc() {
		this.servlet.withClassLoader(new FilteredClassLoader(DispatcherServlet.class, FlashMapManager.class))
			.run((context) -> assertThat(context.getBean(SessionRepositoryFilter.class).getClass().getSimpleName())
				.isEqualTo(GUARDED));
	}

	@Test
	void guardsWebSessions() {
		this.reactive.run((context) -> {
			assertThat(context).hasSingleBean(SessionsUnavailableWebFilter.class);
			assertThat(context.getBean(DefaultWebSessionManager.class)).extracting("sessionStore.sessions")
				.extracting((repository) -> repository.getClass().getSimpleName())
				.isEqualTo("GuardedReactiveSessionRepository");
		});
	}

	@Test
	void guardsWebSessionsOfIndexedRepository() {
		this.reactive.withPropertyValues(INDEXED)
			.run((context) -> assertThat(context.getBean(DefaultWebSessionManager.class))
				.extracting("sessionStore.sessions")
				.extracting((repository) -> repository.getClass().getSimpleName())
				.isEqualTo("GuardedReactiveSessionRepository"));
	}

	@Test
	void refusesToRetryAtOnce() {
		this.servlet.withPropertyValues("valkey.session.retry-after=0s")
			.run((context) -> assertThat(StartupReport.of(context.getStartupFailure(), "valkey.session.retry-after=0s"))
				.contains("'valkey.session.retry-after'", "It must be 1s or more."));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableRedisHttpSession
	static class OwnConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFilter {

		@Bean
		SessionRepositoryFilter<?> springSessionRepositoryFilter(RedisSessionRepository repository) {
			return new Filter<>(repository);
		}

		static final class Filter<S extends Session> extends SessionRepositoryFilter<S> {

			Filter(SessionRepository<S> repository) {
				super(repository);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableSpringHttpSession
	static class OwnRepository {

		@Bean
		MapSessionRepository sessionRepository() {
			return new MapSessionRepository(new ConcurrentHashMap<>());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMapper {

		@Bean
		SessionRepositoryCustomizer<RedisSessionRepository> customizer() {
			return (repository) -> repository.setRedisSessionMapper((id, fields) -> new MapSession(id));
		}

	}

}
