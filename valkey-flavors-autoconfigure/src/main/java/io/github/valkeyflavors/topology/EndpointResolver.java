package io.github.valkeyflavors.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.topology.DeclaredTopology.DeclaredFlavor;
import io.github.valkeyflavors.topology.DeclaredTopology.Value;

/**
 * Resolves the endpoint of one flavor field by field: its own sources first, then the
 * fallback, then {@code localhost:6379}. A URL counts as host, port, user and password of
 * its source; the port in a URL belongs to that URL's host alone. {@code rediss} turns
 * TLS on, and {@code redis} says nothing about it.
 */
final class EndpointResolver {

	private final List<DeclaredEndpoint> fallback;

	EndpointResolver(List<DeclaredEndpoint> fallback) {
		this.fallback = fallback;
	}

	ResolvedFlavor resolve(Flavor flavor, DeclaredFlavor declared, boolean evicting) {
		List<Source> own = declared.endpoints().stream().map(Source::of).toList();
		List<Source> sources = Stream.concat(own.stream(), this.fallback.stream().map(Source::of)).toList();
		boolean declaredAddress = declared.endpoints().stream().anyMatch(DeclaredEndpoint::hasAddress);
		Source named = sources.stream().filter(Source::namesHost).findFirst().orElse(null);
		Value portOnly = portAbove(sources, named);
		Endpoint.Address address = address(named, portOnly, sources);
		Found tls = (address instanceof Endpoint.Tcp) ? tls(sources) : null;
		boolean encrypted = tls != null && tls.isTrue();
		Found username = first(sources, Source::username);
		Found password = first(sources, Source::password);
		Found bundle = encrypted ? first(sources, Source::sslBundle) : null;
		Endpoint endpoint = new Endpoint(address, text(username), text(password), encrypted, text(bundle));
		String origin = (named != null) ? named.address().name()
				: (portOnly != null) ? portOnly.name() : ResolvedFlavor.DEFAULT_ORIGIN;
		Map<String, String> origins = new HashMap<>();
		put(origins, "host", (named != null) ? named.address() : null);
		put(origins, "port", (address instanceof Endpoint.Tcp) ? portOrigin(named, portOnly, sources) : null);
		put(origins, "username", origin(username));
		put(origins, "password", origin(password));
		put(origins, "tls", origin(tls));
		put(origins, "sslBundle", origin(bundle));
		return new ResolvedFlavor(flavor, evicting, endpoint, declaredAddress, origin, origins);
	}

	private static void put(Map<String, String> origins, String field, @Nullable Value by) {
		if (by != null) {
			origins.put(field, by.describe());
		}
	}

	private static @Nullable Value portOrigin(@Nullable Source named, @Nullable Value portOnly, List<Source> sources) {
		if (portOnly != null) {
			return portOnly;
		}
		return (named != null && named.url() != null) ? named.address()
				: first(sources, (source) -> source.declared().port());
	}

	private static Endpoint.Address address(@Nullable Source named, @Nullable Value portOnly, List<Source> sources) {
		if (named == null) {
			return new Endpoint.Tcp("localhost", (portOnly != null) ? port(portOnly) : Endpoint.DEFAULT_PORT);
		}
		if (named.url() != null) {
			Endpoint.Address address = named.url().address();
			return (portOnly != null && address instanceof Endpoint.Tcp tcp)
					? new Endpoint.Tcp(tcp.host(), port(portOnly)) : address;
		}
		Value port = first(sources, (source) -> source.declared().port());
		return new Endpoint.Tcp(host(named), (port != null) ? port(port) : Endpoint.DEFAULT_PORT);
	}

	/**
	 * The port of a source that is stronger than the one that names the host.
	 */
	private static @Nullable Value portAbove(List<Source> sources, @Nullable Source named) {
		List<Source> stronger = (named != null) ? sources.subList(0, sources.indexOf(named)) : sources;
		return first(stronger, (source) -> source.declared().port());
	}

	private static @Nullable Found tls(List<Source> sources) {
		for (Source source : sources) {
			DeclaredEndpoint declared = source.declared();
			if (declared.sslEnabled() != null) {
				return new Found(String.valueOf(declared.sslEnabled().toBoolean()), declared.sslEnabled());
			}
			if (declared.sslBundle() != null) {
				return new Found("true", declared.sslBundle());
			}
			if (declared.url() != null && source.url() != null && source.url().tls()) {
				return new Found("true", declared.url());
			}
		}
		return null;
	}

	private static String host(Source source) {
		Value value = source.address();
		String host = value.text();
		if (host.contains("://")) {
			throw InvalidTopologyException.of(value, EndpointUrl.masked(host), "a host has no scheme",
					"Set a plain host name here, or set '%s' to the URL instead.".formatted(urlName(value.name())));
		}
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		if (host.chars().anyMatch((c) -> Character.isWhitespace(c) || c == '/' || c == '@' || c == '[' || c == ']')) {
			throw InvalidTopologyException.of(value, EndpointUrl.masked(value.text()),
					"this is not a host name or IP address", "Set a plain host name or IP address here.");
		}
		if (host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':')) {
			throw InvalidTopologyException.of(value, "a host has no port",
					"Set the host alone here and the port in '%s'.".formatted(portName(value.name())));
		}
		return host;
	}

	private static int port(Value value) {
		int port = parsePort(value.text());
		if (port < 0) {
			throw InvalidTopologyException.of(value, "this is not a port",
					"Set '%s' to a number from 1 to 65535.".formatted(value.name()));
		}
		return port;
	}

	/**
	 * Returns the port, or -1 if the text is not one.
	 */
	static int parsePort(String text) {
		if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return -1;
		}
		int port = Integer.parseInt(text);
		return (port >= 1 && port <= 65535) ? port : -1;
	}

	private static String urlName(String hostName) {
		return hostName.replaceFirst("HOST$", "URL").replaceFirst("host$", "url");
	}

	private static String portName(String hostName) {
		return hostName.replaceFirst("HOST$", "PORT").replaceFirst("host$", "port");
	}

	private static @Nullable String text(@Nullable Found found) {
		return (found != null) ? found.text() : null;
	}

	private static @Nullable Value origin(@Nullable Found found) {
		return (found != null) ? found.by() : null;
	}

	private static <T> @Nullable T first(List<Source> sources, Function<Source, @Nullable T> field) {
		for (Source source : sources) {
			T value = field.apply(source);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	/**
	 * One source with its URL taken apart.
	 */
	private record Source(DeclaredEndpoint declared, @Nullable EndpointUrl url) {

		static Source of(DeclaredEndpoint declared) {
			Value url = declared.url();
			if (url == null) {
				return new Source(declared, null);
			}
			Value other = (declared.host() != null) ? declared.host() : declared.port();
			if (other != null) {
				throw new InvalidTopologyException(
						"%s and %s are both set, and both say where the server is".formatted(
								InvalidTopologyException.describe(url), InvalidTopologyException.describe(other)),
						"Set either the URL or host and port, and remove the other.");
			}
			return new Source(declared, EndpointUrl.parse(url));
		}

		boolean namesHost() {
			return this.url != null || this.declared.host() != null;
		}

		/**
		 * The URL or the host.
		 */
		Value address() {
			Value value = (this.declared.url() != null) ? this.declared.url() : this.declared.host();
			if (value == null) {
				throw new IllegalStateException("No host is declared");
			}
			return value;
		}

		@Nullable Found username() {
			return value((this.url != null) ? this.url.username() : null, this.declared.username());
		}

		@Nullable Found password() {
			return value((this.url != null) ? this.url.password() : null, this.declared.password());
		}

		@Nullable Found sslBundle() {
			return value(null, this.declared.sslBundle());
		}

		private @Nullable Found value(@Nullable String inUrl, @Nullable Value beside) {
			if (inUrl != null) {
				return new Found(inUrl, address());
			}
			return (beside != null) ? new Found(beside.text(), beside) : null;
		}

	}

	/**
	 * A value with what declared it.
	 */
	private record Found(String text, Value by) {

		boolean isTrue() {
			return Boolean.parseBoolean(this.text);
		}

	}

}
