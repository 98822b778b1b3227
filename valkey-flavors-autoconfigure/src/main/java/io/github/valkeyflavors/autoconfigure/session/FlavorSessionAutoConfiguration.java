package io.github.valkeyflavors.autoconfigure.session;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.session.autoconfigure.DefaultCookieSerializerCustomizer;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.Session;
import org.springframework.session.data.redis.config.ConfigureReactiveRedisAction;
import org.springframework.session.data.redis.config.ConfigureRedisAction;
import org.springframework.session.data.redis.config.annotation.SpringSessionRedisConnectionFactory;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.web.server.session.CookieWebSessionIdResolver;
import org.springframework.web.server.session.WebSessionIdResolver;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.json.AllowedTypes;
import io.github.valkeyflavors.session.SharedDomainWebSessionIdResolver;
import io.github.valkeyflavors.topology.Topology;

/**
 * Auto-configuration of Spring Session on the sessions flavor: gives Boot's own
 * auto-configuration the connection factory, and adds a cookie for a whole domain and
 * JSON attributes. A connection factory of the application that is annotated with
 * {@link SpringSessionRedisConnectionFactory} is used in place of ours.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ValkeyFlavorsAutoConfiguration.class, before = SessionDataRedisAutoConfiguration.class)
@ConditionalOnClass({ Session.class, SpringSessionRedisConnectionFactory.class,
		SessionDataRedisAutoConfiguration.class })
@ConditionalOnBean(ConnectionFactoryRouter.class)
@EnableConfigurationProperties(FlavorSessionProperties.class)
public final class FlavorSessionAutoConfiguration {

	/**
	 * Sessions of a servlet application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletConfiguration {

		@Bean(defaultCandidate = false)
		@Fallback
		@SpringSessionRedisConnectionFactory
		RedisConnectionFactory valkeySessionConnectionFactory(FlavorSessionProperties properties, Topology topology,
				ConnectionFactoryRouter router) {
			return SessionSettings.connectionFactory(properties, topology, router);
		}

		@Bean(SessionSettings.CONFIGURE_ACTION)
		@ConditionalOnMissingBean
		ConfigureRedisAction valkeySessionConfigureRedisAction() {
			return ConfigureRedisAction.NO_OP;
		}

		@Bean
		DefaultCookieSerializerCustomizer valkeySessionCookieCustomizer(FlavorSessionProperties properties,
				Environment environment) {
			if (!StringUtils.hasText(properties.cookieDomain())) {
				return (serializer) -> {
				};
			}
			String domain = SessionSettings.cookieDomain(properties, environment,
					"server.servlet.session.cookie.domain");
			String pattern = "(?i)^(?:[^.]+\\.)*(" + domain.replace(".", "\\.") + ")$";
			return (serializer) -> serializer.setDomainNamePattern(pattern);
		}

	}

	/**
	 * Sessions of a reactive application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class ReactiveConfiguration {

		@Bean(defaultCandidate = false)
		@Fallback
		@SpringSessionRedisConnectionFactory
		ReactiveRedisConnectionFactory valkeySessionConnectionFactory(FlavorSessionProperties properties,
				Topology topology, ConnectionFactoryRouter router) {
			RedisConnectionFactory factory = SessionSettings.connectionFactory(properties, topology, router);
			Assert.state(factory instanceof ReactiveRedisConnectionFactory,
					() -> "%s is not reactive".formatted(factory.getClass().getName()));
			return (ReactiveRedisConnectionFactory) factory;
		}

		@Bean(SessionSettings.CONFIGURE_ACTION)
		@ConditionalOnMissingBean
		ConfigureReactiveRedisAction valkeySessionConfigureRedisAction() {
			return ConfigureReactiveRedisAction.NO_OP;
		}

		@Bean
		static BeanPostProcessor valkeySessionIdResolverPostProcessor(ApplicationContext context) {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof CookieWebSessionIdResolver resolver) ? shared(resolver, context) : bean;
				}

			};
		}

		private static WebSessionIdResolver shared(CookieWebSessionIdResolver resolver, ApplicationContext context) {
			FlavorSessionProperties properties = context.getBean(FlavorSessionProperties.class);
			if (!StringUtils.hasText(properties.cookieDomain())) {
				return resolver;
			}
			String domain = SessionSettings.cookieDomain(properties, context.getEnvironment(),
					"server.reactive.session.cookie.domain");
			return new SharedDomainWebSessionIdResolver(resolver, domain);
		}

	}

	/**
	 * Session attributes as JSON.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	@ConditionalOnProperty(name = "valkey.session.serialization", havingValue = "json")
	static class JsonConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "springSessionDefaultRedisSerializer")
		RedisSerializer<Object> springSessionDefaultRedisSerializer(FlavorSessionProperties properties,
				BeanFactory beanFactory, ApplicationContext context) {
			AllowedTypes types = SessionSettings.allowedTypes(properties, beanFactory);
			return SessionJson.serializer(types, context.getClassLoader());
		}

	}

}
