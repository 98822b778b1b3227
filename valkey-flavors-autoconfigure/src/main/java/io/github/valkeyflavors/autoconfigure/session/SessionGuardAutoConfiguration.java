package io.github.valkeyflavors.autoconfigure.session;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.ReactiveSessionRepositoryCustomizer;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.config.annotation.web.http.SpringHttpSessionConfiguration;
import org.springframework.session.data.redis.ReactiveRedisIndexedSessionRepository;
import org.springframework.session.data.redis.ReactiveRedisSessionRepository;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.data.redis.config.annotation.SpringSessionRedisConnectionFactory;
import org.springframework.session.security.SpringSessionBackedSessionRegistry;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.session.web.server.session.SpringSessionWebSessionStore;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.WebSessionStore;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.FlashMapManager;
import reactor.core.publisher.Mono;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.session.guard.GuardedSessionRegistry;
import io.github.valkeyflavors.session.guard.ReactiveSessionGuard;
import io.github.valkeyflavors.session.guard.ServletSessionGuard;
import io.github.valkeyflavors.session.guard.SessionMapper;
import io.github.valkeyflavors.session.guard.SessionsUnavailableWebFilter;
import io.github.valkeyflavors.session.guard.TolerantFlashMapManager;

/**
 * Auto-configuration for what requests see while the server of the sessions is away or
 * full, or a session cannot be read: 503 and a new session. Guards the repositories of
 * Spring Session on a flavor's server; a repository of the application is left alone.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { FlavorSessionAutoConfiguration.class, SessionDataRedisAutoConfiguration.class })
@ConditionalOnClass({ Session.class, SpringSessionRedisConnectionFactory.class,
		SessionDataRedisAutoConfiguration.class })
@ConditionalOnBean(ConnectionFactoryRouter.class)
public final class SessionGuardAutoConfiguration {

	private static final String BOOT_CUSTOMIZER = "springBootSessionRepositoryCustomizer";

	/**
	 * Returns the save mode, which decides what a failed save has lost. It is not known
	 * where the application configures the repository itself.
	 */
	private static SaveMode saveMode(ApplicationContext context) {
		return context.containsBean(BOOT_CUSTOMIZER) ? context.getBeanProvider(SessionDataRedisProperties.class)
			.getIfAvailable(SessionDataRedisProperties::new)
			.getSaveMode() : SaveMode.ALWAYS;
	}

	/**
	 * Sessions of a servlet application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnBean(SessionRepository.class)
	static class ServletConfiguration {

		private static final String FILTER = "springSessionRepositoryFilter";

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SessionRepositoryCustomizer<RedisSessionRepository> valkeySessionMapperCustomizer() {
			return (repository) -> repository.setRedisSessionMapper(new SessionMapper());
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SessionRepositoryCustomizer<RedisIndexedSessionRepository> valkeyIndexedSessionMapperCustomizer() {
			return (repository) -> repository.setRedisSessionMapper(new SessionMapper());
		}

		@Bean
		static BeanPostProcessor valkeySessionFilterPostProcessor(ApplicationContext context) {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (beanName.equals(FILTER) && bean.getClass() == SessionRepositoryFilter.class)
							? guarded((SessionRepositoryFilter<?>) bean, context) : bean;
				}

			};
		}

		private static SessionRepositoryFilter<?> guarded(SessionRepositoryFilter<?> filter,
				ApplicationContext context) {
			SpringHttpSessionConfiguration configuration = context.getBeanProvider(SpringHttpSessionConfiguration.class)
				.getIfUnique();
			SessionRepository<?> repository = context.getBeanProvider(SessionRepository.class).getIfUnique();
			if (configuration == null || repository == null) {
				return filter;
			}
			FlavorSessionProperties properties = context.getBean(FlavorSessionProperties.class);
			SessionRepositoryFilter<?> guarded = new ServletSessionGuard(SessionSettings.retryAfter(properties),
					saveMode(context))
				.filter(repository, configuration::springSessionRepositoryFilter);
			return (guarded != null) ? guarded : filter;
		}

	}

	/**
	 * Spring Security's limit of sessions for each user.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(SessionRegistry.class)
	@ConditionalOnBean(SessionRepository.class)
	static class SessionRegistryConfiguration {

		@Bean
		static BeanPostProcessor valkeySessionRegistryPostProcessor(ApplicationContext context) {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean.getClass() == SpringSessionBackedSessionRegistry.class)
							? GuardedSessionRegistry.guard((SpringSessionBackedSessionRegistry<?>) bean,
									context.getBeanProvider(SessionRepository.class).getIfUnique())
							: bean;
				}

			};
		}

	}

	/**
	 * Spring MVC, which looks into the session of each request.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static class FlashMapConfiguration {

		@Bean
		static BeanPostProcessor valkeyFlashMapPostProcessor() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof FlashMapManager manager
							&& beanName.equals(DispatcherServlet.FLASH_MAP_MANAGER_BEAN_NAME))
									? new TolerantFlashMapManager(manager) : bean;
				}

			};
		}

	}

	/**
	 * Sessions of a reactive application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnBean(ReactiveSessionRepository.class)
	static class ReactiveConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ReactiveSessionRepositoryCustomizer<ReactiveRedisSessionRepository> valkeySessionMapperCustomizer() {
			SessionMapper mapper = new SessionMapper();
			return (repository) -> repository
				.setRedisSessionMapper((id, fields) -> Mono.fromSupplier(() -> mapper.apply(id, fields)));
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ReactiveSessionRepositoryCustomizer<ReactiveRedisIndexedSessionRepository> valkeyIndexedSessionMapperCustomizer() {
			SessionMapper mapper = new SessionMapper();
			return (repository) -> repository
				.setRedisSessionMapper((id, fields) -> Mono.fromSupplier(() -> mapper.apply(id, fields)));
		}

		@Bean
		SessionsUnavailableWebFilter valkeySessionsUnavailableWebFilter(FlavorSessionProperties properties) {
			return new SessionsUnavailableWebFilter(SessionSettings.retryAfter(properties));
		}

		@Bean
		static BeanPostProcessor valkeyWebSessionManagerPostProcessor(ApplicationContext context) {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof DefaultWebSessionManager manager
							&& manager.getSessionStore() instanceof SpringSessionWebSessionStore<?>) {
						guard(manager, context);
					}
					return bean;
				}

			};
		}

		private static void guard(DefaultWebSessionManager manager, ApplicationContext context) {
			ReactiveSessionRepository<?> repository = context.getBeanProvider(ReactiveSessionRepository.class)
				.getIfUnique();
			WebSessionStore store = (repository != null) ? new ReactiveSessionGuard(saveMode(context)).store(repository)
					: null;
			if (store != null) {
				manager.setSessionStore(store);
			}
		}

	}

}
