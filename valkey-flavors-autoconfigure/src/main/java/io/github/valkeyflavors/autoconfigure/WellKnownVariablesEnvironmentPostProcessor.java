package io.github.valkeyflavors.autoconfigure;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

/**
 * Translates the well-known variables into {@code valkey.*} properties of the lowest
 * precedence, one property source per spelling: {@code VALKEY_*} before {@code REDIS_*}
 * before the old spellings. This is the one place that knows the variables. A variable
 * that is empty counts as not set, and so does a port such as
 * {@code tcp://10.0.0.1:6379}, which Kubernetes puts beside a service of that name.
 * <p>
 * Runs last, so that flavors declared in configuration files have their variables too.
 *
 * @since 0.1.0
 */
public class WellKnownVariablesEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final List<String> FIELDS = List.of("url", "host", "port", "username", "password");

	private static final Map<String, String> OLD_SPELLINGS = Map.of("REDIS_SESSION_URL", "valkey.flavors.sessions.url",
			"REDIS_SIDEKIQ_URL", "valkey.flavors.queue.url");

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Set<String> flavors = new LinkedHashSet<>(List.of("cache", "sessions", "queue"));
		flavors.addAll(DeclaredTopologyReader.declaredFlavors(environment));
		hideServiceLink(environment);
		add(environment, "VALKEY variables", variables("VALKEY_", flavors));
		add(environment, "REDIS variables", variables("REDIS_", flavors));
		add(environment, "REDIS variables in old spelling", OLD_SPELLINGS);
	}

	/**
	 * The variable is {@code valkey.port} to Boot, and not a number.
	 */
	private static void hideServiceLink(ConfigurableEnvironment environment) {
		String variables = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		PropertySource<?> source = environment.getPropertySources().get(variables);
		Object port = (source != null) ? source.getProperty("VALKEY_PORT") : null;
		if (port != null && DeclaredTopologyReader.isServiceLink("port", port.toString())) {
			environment.getPropertySources()
				.addBefore(variables, new MapPropertySource("Kubernetes service link", Map.of("valkey.port", "")));
		}
	}

	private static Map<String, String> variables(String prefix, Set<String> flavors) {
		Map<String, String> properties = new LinkedHashMap<>();
		for (String field : FIELDS) {
			properties.put(prefix + field.toUpperCase(Locale.ROOT), "valkey." + field);
			for (String flavor : flavors) {
				String variable = flavor.replace('-', '_').toUpperCase(Locale.ROOT);
				properties.put(prefix + variable + "_" + field.toUpperCase(Locale.ROOT),
						"valkey.flavors." + flavor + "." + field);
			}
		}
		return properties;
	}

	private static void add(ConfigurableEnvironment environment, String name, Map<String, String> variables) {
		Map<String, Object> values = new LinkedHashMap<>();
		Map<String, Origin> origins = new LinkedHashMap<>();
		variables.forEach((variable, property) -> {
			PropertySource<?> source = find(environment, variable);
			if (source != null) {
				values.put(property, String.valueOf(source.getProperty(variable)));
				origins.put(property, new VariableOrigin(variable, PropertySourceOrigin.get(source, variable)));
			}
		});
		if (!values.isEmpty()) {
			environment.getPropertySources().addLast(new VariablesPropertySource(name, values, origins));
		}
	}

	private static @Nullable PropertySource<?> find(ConfigurableEnvironment environment, String variable) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
				Object value = source.getProperty(variable);
				if (value != null && isSet(variable, value.toString())) {
					return source;
				}
			}
		}
		return null;
	}

	private static boolean isSet(String variable, String value) {
		return StringUtils.hasText(value)
				&& !DeclaredTopologyReader.isServiceLink(variable.toLowerCase(Locale.ROOT), value);
	}

	/**
	 * The translated variables of one spelling.
	 */
	private static final class VariablesPropertySource extends MapPropertySource implements OriginLookup<String> {

		private final Map<String, Origin> origins;

		VariablesPropertySource(String name, Map<String, Object> values, Map<String, Origin> origins) {
			super(name, values);
			this.origins = origins;
		}

		@Override
		public @Nullable Origin getOrigin(String property) {
			return this.origins.get(property);
		}

	}

	/**
	 * The origin of a property that a variable was translated into.
	 */
	record VariableOrigin(String variable, Origin origin) implements Origin {

		@Override
		public Origin getParent() {
			return this.origin;
		}

		@Override
		public String toString() {
			return this.origin.toString();
		}

	}

}
