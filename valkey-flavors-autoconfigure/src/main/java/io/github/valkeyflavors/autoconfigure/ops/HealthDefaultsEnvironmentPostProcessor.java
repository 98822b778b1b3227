package io.github.valkeyflavors.autoconfigure.ops;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Turns Boot's health contributor {@code redis} off, unless somebody turned it on: it
 * says DOWN for the whole application when only a cache is away, and needs INFO.
 *
 * @since 0.1.0
 */
public class HealthDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String SOURCE = "valkey-flavors health defaults";

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		boolean lettuce = environment.getProperty("spring.data.redis.client-type", "lettuce")
			.equalsIgnoreCase("lettuce");
		if (lettuce && environment.getProperty("valkey.enabled", Boolean.class, true)) {
			environment.getPropertySources()
				.addLast(new MapPropertySource(SOURCE, Map.of("management.health.redis.enabled", "false")));
		}
	}

}
