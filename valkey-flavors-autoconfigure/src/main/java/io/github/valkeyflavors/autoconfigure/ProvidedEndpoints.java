package io.github.valkeyflavors.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lettuce.core.SslOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

import io.github.valkeyflavors.topology.DeclaredEndpoint;
import io.github.valkeyflavors.topology.DeclaredTopology;
import io.github.valkeyflavors.topology.DeclaredTopology.Value;
import io.github.valkeyflavors.topology.Endpoint;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.InvalidTopologyException;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * The endpoints that connection-details beans provide, and the SSL bundles that come with
 * them.
 */
final class ProvidedEndpoints {

	private static final String BUNDLE_PREFIX = "connection details ";

	private final List<ResolvedFlavor> flavors = new ArrayList<>();

	private final List<DeclaredEndpoint> fallback = new ArrayList<>();

	private final Map<String, SslBundle> bundles = new LinkedHashMap<>();

	private final @Nullable SslBundles namedBundles;

	ProvidedEndpoints(Map<String, FlavorConnectionDetails> flavorDetails,
			Map<String, DataRedisConnectionDetails> details, @Nullable SslBundles namedBundles) {
		this.namedBundles = namedBundles;
		flavorDetails.forEach(this::addFlavor);
		details.forEach((beanName, each) -> {
			if (!isBuiltFromProperties(each)) {
				addFallback(beanName, each);
			}
		});
	}

	/**
	 * Boot has one class for {@code spring.data.redis.*}, beside the properties; every
	 * other one (a container, a compose service, a user's bean) lives elsewhere.
	 */
	private static boolean isBuiltFromProperties(DataRedisConnectionDetails details) {
		return details.getClass().getPackage().equals(DataRedisProperties.class.getPackage());
	}

	private void addFlavor(String beanName, FlavorConnectionDetails details) {
		String bundle = register(beanName, details.getSslBundle());
		this.flavors.add(new ResolvedFlavor(flavor(beanName, details.getFlavor()), false,
				new Endpoint(new Endpoint.Tcp(details.getHost(), details.getPort()), details.getUsername(),
						details.getPassword(), bundle != null, bundle),
				true, origin(beanName)));
	}

	private static Flavor flavor(String beanName, String name) {
		try {
			return new Flavor(name);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTopologyException(
					"The %s are for '%s', which is not a flavor name".formatted(origin(beanName), name),
					"Return the name of a flavor, such as cache, sessions or queue.");
		}
	}

	private void addFallback(String beanName, DataRedisConnectionDetails details) {
		Standalone standalone = details.getStandalone();
		if (standalone == null) {
			throw new InvalidTopologyException("The %s name no standalone server".formatted(origin(beanName)),
					"Set 'valkey.host' or 'valkey.url' to a standalone server, or 'valkey.enabled=false'.");
		}
		String bundle = register(beanName, details.getSslBundle());
		this.fallback.add(new DeclaredEndpoint(null, value(beanName, standalone.getHost()),
				value(beanName, String.valueOf(standalone.getPort())), value(beanName, details.getUsername()),
				value(beanName, details.getPassword()), value(beanName, String.valueOf(bundle != null)),
				value(beanName, bundle)));
	}

	private static @Nullable Value value(String beanName, @Nullable String text) {
		return (text != null) ? new Value(origin(beanName), text, "bean '%s'".formatted(beanName)) : null;
	}

	private static String origin(String beanName) {
		return "connection details '%s'".formatted(beanName);
	}

	private @Nullable String register(String beanName, @Nullable SslBundle bundle) {
		if (bundle == null) {
			return null;
		}
		this.bundles.put(BUNDLE_PREFIX + beanName, bundle);
		return BUNDLE_PREFIX + beanName;
	}

	List<ResolvedFlavor> flavors() {
		return this.flavors;
	}

	/**
	 * Puts what is provided for every flavor in place of the declared fallback: a
	 * password that is declared for another server must not be sent to this one.
	 */
	DeclaredTopology addTo(DeclaredTopology declared) {
		return this.fallback.isEmpty() ? declared : new DeclaredTopology(declared.flavors(), this.fallback,
				declared.databases(), declared.primaryDatabase(), declared.primaryIndex());
	}

	/**
	 * Returns the key and trust material of a flavor, or null for the system's default.
	 */
	@Nullable SslOptions sslOptions(ResolvedFlavor flavor) {
		String name = flavor.endpoint().sslBundle();
		if (name == null) {
			return null;
		}
		SslBundle bundle = this.bundles.get(name);
		if (bundle == null) {
			if (this.namedBundles == null) {
				throw new InvalidTopologyException("Flavor '%s' uses the SSL bundle '%s', but there are no SSL bundles"
					.formatted(flavor.flavor(), name), "Declare the bundle under 'spring.ssl.bundle'.");
			}
			bundle = this.namedBundles.getBundle(name);
		}
		SslOptions.Builder options = SslOptions.builder()
			.keyManager(bundle.getManagers().getKeyManagerFactory())
			.trustManager(bundle.getManagers().getTrustManagerFactory());
		String[] ciphers = bundle.getOptions().getCiphers();
		if (ciphers != null) {
			options.cipherSuites(ciphers);
		}
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		if (protocols != null) {
			options.protocols(protocols);
		}
		return options.build();
	}

}
