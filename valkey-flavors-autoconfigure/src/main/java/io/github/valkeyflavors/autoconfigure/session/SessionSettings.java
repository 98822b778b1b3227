package io.github.valkeyflavors.autoconfigure.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisProperties;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisProperties.ConfigureAction;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import io.github.valkeyflavors.autoconfigure.FeatureDatabases;
import io.github.valkeyflavors.autoconfigure.session.FlavorSessionProperties.Serialization;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.json.AllowedTypes;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.topology.Topology;

/**
 * The checked settings of Spring Session.
 */
final class SessionSettings {

	/**
	 * The name of the bean that keeps Spring Session from configuring the server itself.
	 */
	static final String CONFIGURE_ACTION = "valkeySessionConfigureRedisAction";

	private static final String FLASH_ATTRIBUTES = "org.springframework.web.servlet.FlashMap";

	private static final String COOKIE_DOMAIN = "([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?";

	private SessionSettings() {
	}

	static RedisConnectionFactory connectionFactory(FlavorSessionProperties properties, Topology topology,
			ConnectionFactoryRouter router) {
		if (properties.serialization() == Serialization.JSON
				&& !ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", null)) {
			throw new InvalidConfigurationPropertyValueException("valkey.session.serialization", "json",
					"Jackson is not on the classpath; add spring-boot-starter-jackson or set it to jdk.");
		}
		FeatureDatabases.check(topology, "valkey.session.database", properties.database(), false, "Sessions live");
		RedisConnectionFactory factory = router.forDatabase(properties.database());
		if (factory instanceof GuardedConnections connections) {
			// The first request with a session is late to find out that its server is
			// away
			connections.breaker().use();
		}
		return factory;
	}

	/**
	 * Returns whether to turn keyspace notifications on, which the application may do
	 * itself or not want.
	 */
	static boolean configureServer(ObjectProvider<SessionDataRedisProperties> properties, BeanFactory beanFactory) {
		ConfigureAction action = properties.getIfAvailable(SessionDataRedisProperties::new).getConfigureAction();
		return beanFactory.containsBean(CONFIGURE_ACTION) && action == ConfigureAction.NOTIFY_KEYSPACE_EVENTS;
	}

	static Duration retryAfter(FlavorSessionProperties properties) {
		Duration retryAfter = properties.retryAfter();
		if (retryAfter.isNegative() || retryAfter.isZero()) {
			throw new InvalidConfigurationPropertyValueException("valkey.session.retry-after", retryAfter,
					"It must be 1s or more.");
		}
		return retryAfter;
	}

	static AllowedTypes allowedTypes(FlavorSessionProperties properties, BeanFactory beanFactory) {
		List<String> types = new ArrayList<>(properties.allowedTypes());
		types.forEach(SessionSettings::checkAllowedType);
		types.add(FLASH_ATTRIBUTES);
		if (AutoConfigurationPackages.has(beanFactory)) {
			AutoConfigurationPackages.get(beanFactory).stream().filter(StringUtils::hasText).forEach(types::add);
		}
		return new AllowedTypes(types);
	}

	private static void checkAllowedType(String type) {
		try {
			new AllowedTypes(List.of(type));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("valkey.session.allowed-types", type,
					"%s: list packages such as com.example.shop, without wildcards.".formatted(ex.getMessage()));
		}
	}

	static String cookieDomain(FlavorSessionProperties properties, Environment environment, String domainProperty) {
		String domain = properties.cookieDomain();
		Assert.state(domain != null, "No cookie domain");
		if (StringUtils.hasText(environment.getProperty(domainProperty))) {
			List<String> both = List.of("valkey.session.cookie-domain", domainProperty);
			throw new MutuallyExclusiveConfigurationPropertiesException(both, both);
		}
		if (!domain.matches(COOKIE_DOMAIN)) {
			throw new InvalidConfigurationPropertyValueException("valkey.session.cookie-domain", domain,
					"It must be a domain such as example.com, not an address, and without scheme, port or leading dot.");
		}
		return domain;
	}

}
