package io.github.valkeyflavors.autoconfigure.session;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.data.redis.ReactiveRedisIndexedSessionRepository;
import org.springframework.session.data.redis.config.annotation.SpringSessionRedisConnectionFactory;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.outage.BreakerListener;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.outage.Outage;
import io.github.valkeyflavors.session.ReactiveSessionRevoker;
import io.github.valkeyflavors.session.ReactiveSessionSubscription;
import io.github.valkeyflavors.session.SessionEvents;
import io.github.valkeyflavors.session.SessionRevoker;

/**
 * Auto-configuration of what needs an indexed session repository: revoking sessions, and
 * session events that survive a server that forbids CONFIG or is away.
 * <p>
 * Spring Session listens for events as soon as its beans are made, which fails without
 * the server; here {@link SessionEvents} does it when the application starts, and again
 * until the server answers.
 * <p>
 * A reactive repository tells of sessions that were created, that expired, or that
 * somebody else deleted on the server. A session that the application itself deletes is
 * no event there, because Spring Session 4.0 has removed it when it hears of it.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SessionDataRedisAutoConfiguration.class)
@ConditionalOnClass({ Session.class, SpringSessionRedisConnectionFactory.class,
		SessionDataRedisAutoConfiguration.class })
@ConditionalOnBean(ConnectionFactoryRouter.class)
public final class SessionExtrasAutoConfiguration {

	private static final String CONTAINER = "springSessionRedisMessageListenerContainer";

	private static final String REPOSITORY = "sessionRepository";

	/**
	 * An indexed repository of a servlet application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnSingleCandidate(FindByIndexNameSessionRepository.class)
	static class IndexedConfiguration {

		@Bean
		@ConditionalOnMissingBean
		SessionRevoker sessionRevoker(FindByIndexNameSessionRepository<? extends Session> repository) {
			return new SessionRevoker(repository);
		}

	}

	/**
	 * The events of an indexed repository of a servlet application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(value = RedisMessageListenerContainer.class, name = CONTAINER)
	static class EventsConfiguration {

		@Bean
		SessionEvents valkeySessionEvents(@Qualifier(CONTAINER) RedisMessageListenerContainer container,
				ObjectProvider<SessionDataRedisProperties> properties, BeanFactory beanFactory) {
			boolean configurable = SessionSettings.configureServer(properties, beanFactory);
			return new SessionEvents(configurable ? container.getConnectionFactory() : null, container);
		}

		@Bean
		static BeanPostProcessor valkeySessionContainerPostProcessor() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessBeforeInitialization(Object bean, String beanName) {
					if (beanName.equals(CONTAINER) && bean instanceof RedisMessageListenerContainer container) {
						container.setAutoStartup(false);
					}
					return bean;
				}

			};
		}

	}

	/**
	 * An indexed repository of a reactive application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(value = ReactiveRedisIndexedSessionRepository.class, name = REPOSITORY)
	static class ReactiveIndexedConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ReactiveSessionRevoker<?> reactiveSessionRevoker(
				@Qualifier(REPOSITORY) ReactiveRedisIndexedSessionRepository repository) {
			return new ReactiveSessionRevoker<>(repository);
		}

		@Bean
		SessionEvents valkeySessionEvents(
				@SpringSessionRedisConnectionFactory ObjectProvider<ReactiveRedisConnectionFactory> qualified,
				ObjectProvider<ReactiveRedisConnectionFactory> unqualified,
				@Qualifier(REPOSITORY) ReactiveRedisIndexedSessionRepository repository,
				ObjectProvider<SessionDataRedisProperties> properties, BeanFactory beanFactory) {
			RedisConnectionFactory server = null;
			ReactiveRedisConnectionFactory factory = qualified.getIfAvailable(unqualified::getObject);
			if (SessionSettings.configureServer(properties, beanFactory)
					&& factory instanceof RedisConnectionFactory blocking) {
				server = blocking;
			}
			SessionEvents events = new SessionEvents(server, new ReactiveSessionSubscription(repository));
			if (factory instanceof GuardedConnections connections) {
				connections.breaker().addListener(new BreakerListener() {

					@Override
					public void closed(FlavorBreaker breaker, Outage outage) {
						events.restart();
					}

				});
			}
			return events;
		}

		@Bean
		static MergedBeanDefinitionPostProcessor valkeySessionRepositoryPostProcessor() {
			return (definition, type, beanName) -> {
				if (beanName.equals(REPOSITORY) && ReactiveRedisIndexedSessionRepository.class.isAssignableFrom(type)) {
					definition.registerExternallyManagedInitMethod("afterPropertiesSet");
				}
			};
		}

	}

}
