package io.github.valkeyflavors.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import io.github.valkeyflavors.autoconfigure.WellKnownVariablesEnvironmentPostProcessor.VariableOrigin;
import io.github.valkeyflavors.topology.DeclaredEndpoint;
import io.github.valkeyflavors.topology.DeclaredTopology;
import io.github.valkeyflavors.topology.DeclaredTopology.DeclaredDatabase;
import io.github.valkeyflavors.topology.DeclaredTopology.DeclaredFlavor;
import io.github.valkeyflavors.topology.DeclaredTopology.Value;
import io.github.valkeyflavors.topology.InvalidTopologyException;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * Reads what the properties declare, with the origin of every value. Endpoints are read
 * source by source, not merged, because a URL in one source replaces the host and port of
 * a weaker one. An empty value counts as not set.
 *
 * @since 0.1.0
 */
public final class DeclaredTopologyReader {

	private static final List<String> UNSUPPORTED = List.of("sentinel.master", "sentinel.nodes", "sentinel.nodes[0]",
			"cluster.nodes", "cluster.nodes[0]", "masterreplica.nodes", "masterreplica.nodes[0]");

	private static final Set<String> FIELDS = Set.of("url", "host", "port", "username", "password", "ssl", "evicting",
			"connect-timeout", "command-timeout");

	private final List<ConfigurationPropertySource> sources;

	private final PropertySourcesPlaceholdersResolver placeholders;

	private final Binder binder;

	private DeclaredTopologyReader(Environment environment) {
		Iterable<ConfigurationPropertySource> adapted = ConfigurationPropertySources
			.from(((ConfigurableEnvironment) environment).getPropertySources());
		this.sources = StreamSupport.stream(adapted.spliterator(), false).toList();
		this.placeholders = new PropertySourcesPlaceholdersResolver(environment);
		this.binder = new Binder(this.sources, this.placeholders);
	}

	/**
	 * Reads the declared topology.
	 * @param environment the environment to read
	 * @return what is declared
	 * @throws InvalidTopologyException if a value cannot be read
	 */
	public static DeclaredTopology read(Environment environment) {
		return new DeclaredTopologyReader(environment).read();
	}

	/**
	 * Returns what sets a value that several properties can set.
	 * @param environment the environment to read
	 * @param names the names of the properties, strongest first
	 * @return the first one that is set, with its place, or {@code default}
	 */
	public static String origin(Environment environment, List<String> names) {
		DeclaredTopologyReader reader = new DeclaredTopologyReader(environment);
		return names.stream()
			.map((name) -> reader.first(name, false))
			.filter(Objects::nonNull)
			.findFirst()
			.map(Value::describe)
			.orElse(ResolvedFlavor.DEFAULT_ORIGIN);
	}

	static Set<String> declaredFlavors(Environment environment) {
		return new DeclaredTopologyReader(environment).names("valkey.flavors");
	}

	private DeclaredTopology read() {
		Map<String, DeclaredFlavor> flavors = new LinkedHashMap<>();
		for (String name : names("valkey.flavors")) {
			String prefix = "valkey.flavors." + name;
			checkBlock(name, first(prefix, false));
			flavors.put(name, new DeclaredFlavor(endpoints(prefix), evicting(prefix + ".evicting")));
		}
		Map<String, DeclaredDatabase> databases = new LinkedHashMap<>();
		for (String name : names("valkey.databases")) {
			String prefix = "valkey.databases." + name;
			databases.put(name, new DeclaredDatabase(first(prefix + ".index", false), first(prefix + ".flavor", true)));
		}
		List<DeclaredEndpoint> fallback = endpoints("valkey");
		if (fallback.stream().noneMatch(DeclaredEndpoint::hasAddress)) {
			checkStandalone();
		}
		return new DeclaredTopology(flavors, Stream.concat(fallback.stream(), springDataRedis().stream()).toList(),
				databases, first("valkey.primary-database", false), first("spring.data.redis.database", false));
	}

	/**
	 * The names that a map of blocks has. A block may be empty.
	 */
	private Set<String> names(String prefix) {
		return this.binder.bind(prefix, Bindable.mapOf(String.class, Object.class))
			.orElseGet(LinkedHashMap::new)
			.keySet();
	}

	/**
	 * A value in the place of a block: the name of the flavor is empty or left out.
	 */
	private static void checkBlock(String name, @Nullable Value value) {
		if (value == null) {
			return;
		}
		if (FIELDS.contains(name)) {
			throw new InvalidTopologyException(
					"'%s' is set (%s): the name of the flavor is empty or missing".formatted(value.name(),
							value.origin()),
					"Set 'valkey.flavors.<flavor>.%s', for example 'valkey.flavors.cache.%s'.".formatted(name, name));
		}
		throw new InvalidTopologyException("'%s' is set (%s): a flavor is a block of properties, not a value"
			.formatted(value.name(), value.origin()),
				"Set '%s.host' or another property of the flavor.".formatted(value.name()));
	}

	private @Nullable Boolean evicting(String name) {
		Value value = first(name, false);
		return (value != null) ? value.toBoolean() : null;
	}

	private List<DeclaredEndpoint> endpoints(String prefix) {
		List<DeclaredEndpoint> endpoints = new ArrayList<>();
		for (ConfigurationPropertySource source : this.sources) {
			DeclaredEndpoint endpoint = new DeclaredEndpoint(value(source, prefix + ".url"),
					value(source, prefix + ".host"), value(source, prefix + ".port"),
					value(source, prefix + ".username"), value(source, prefix + ".password"),
					value(source, prefix + ".ssl.enabled"), value(source, prefix + ".ssl.bundle"));
			if (!endpoint.equals(new DeclaredEndpoint(null, null, null, null, null, null, null))) {
				endpoints.add(endpoint);
			}
		}
		return endpoints;
	}

	/**
	 * Boot's own properties, merged and with a URL in place of everything else, as Boot
	 * reads them.
	 */
	private List<DeclaredEndpoint> springDataRedis() {
		String prefix = "spring.data.redis.";
		Value url = first(prefix + "url", false);
		Value sslEnabled = first(prefix + "ssl.enabled", false);
		Value sslBundle = first(prefix + "ssl.bundle", false);
		return List.of((url != null) ? new DeclaredEndpoint(url, null, null, null, null, sslEnabled, sslBundle)
				: new DeclaredEndpoint(null, first(prefix + "host", false), first(prefix + "port", false),
						first(prefix + "username", false), first(prefix + "password", false), sslEnabled, sslBundle));
	}

	private void checkStandalone() {
		for (String property : UNSUPPORTED) {
			Value value = first("spring.data.redis." + property, false);
			if (value != null) {
				throw new InvalidTopologyException(
						"'%s' is set (%s), but a flavor cannot fall back to Sentinel, a cluster or static replicas yet"
							.formatted(value.name(), value.origin()),
						"Set 'valkey.host' or 'valkey.url' to a standalone server, or 'valkey.enabled=false'.");
			}
		}
	}

	private @Nullable Value first(String name, boolean evenIfEmpty) {
		for (ConfigurationPropertySource source : this.sources) {
			Value value = value(source, name, evenIfEmpty);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	private @Nullable Value value(ConfigurationPropertySource source, String name) {
		return value(source, name, false);
	}

	private @Nullable Value value(ConfigurationPropertySource source, String name, boolean evenIfEmpty) {
		ConfigurationProperty property = source.getConfigurationProperty(ConfigurationPropertyName.adapt(name, '.'));
		if (property == null) {
			return null;
		}
		String text = String.valueOf(this.placeholders.resolvePlaceholders(property.getValue()));
		if ((!StringUtils.hasText(text) && !evenIfEmpty) || isServiceLink(name, text)) {
			return null;
		}
		Origin origin = property.getOrigin();
		String place = (origin != null) ? origin.toString() : String.valueOf(source.getUnderlyingSource());
		Origin declared = (origin instanceof PropertySourceOrigin wrapper) ? wrapper.getOrigin() : origin;
		return new Value((declared instanceof VariableOrigin variable) ? variable.variable() : name, text, place);
	}

	/**
	 * Kubernetes puts the whole address of a service named {@code valkey} into the
	 * variable of our port.
	 */
	static boolean isServiceLink(String name, String text) {
		return name.endsWith("port") && text.startsWith("tcp://");
	}

}
