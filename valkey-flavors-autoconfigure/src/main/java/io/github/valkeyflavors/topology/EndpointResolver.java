package io.github.valkeyflavors.topology;

import java.util.List;
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
		boolean tls = address instanceof Endpoint.Tcp && tls(sources);
		Endpoint endpoint = new Endpoint(address, first(sources, Source::username), first(sources, Source::password),
				tls, tls ? first(sources, Source::sslBundle) : null);
		String origin = (named != null) ? named.origin()
				: (portOnly != null) ? portOnly.name() : ResolvedFlavor.DEFAULT_ORIGIN;
		return new ResolvedFlavor(flavor, evicting, endpoint, declaredAddress, origin);
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

	private static boolean tls(List<Source> sources) {
		for (Source source : sources) {
			Value enabled = source.declared().sslEnabled();
			if (enabled != null) {
				return enabled.toBoolean();
			}
			if (source.declared().sslBundle() != null || (source.url() != null && source.url().tls())) {
				return true;
			}
		}
		return false;
	}

	private static String host(Source source) {
		Value value = source.requiredHost();
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

		Value requiredHost() {
			Value host = this.declared.host();
			if (host == null) {
				throw new IllegalStateException("No host is declared");
			}
			return host;
		}

		String origin() {
			Value url = this.declared.url();
			return (url != null) ? url.name() : requiredHost().name();
		}

		@Nullable String username() {
			if (this.url != null && this.url.username() != null) {
				return this.url.username();
			}
			return text(this.declared.username());
		}

		@Nullable String password() {
			if (this.url != null && this.url.password() != null) {
				return this.url.password();
			}
			return text(this.declared.password());
		}

		@Nullable String sslBundle() {
			return text(this.declared.sslBundle());
		}

		private static @Nullable String text(@Nullable Value value) {
			return (value != null) ? value.text() : null;
		}

	}

}
