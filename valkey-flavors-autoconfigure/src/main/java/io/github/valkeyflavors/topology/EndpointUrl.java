package io.github.valkeyflavors.topology;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.topology.DeclaredTopology.Value;

/**
 * A parsed URL: {@code redis://[[user]:password@]host[:port][/0]}, {@code rediss://} for
 * TLS, or {@code unix://[[user]:password@]/path}. Parsed by hand because
 * {@link java.net.URI} knows no host with an underscore.
 */
record EndpointUrl(Endpoint.Address address, @Nullable String username, @Nullable String password, boolean tls) {

	private static final String FORM = "redis://[user:password@]host[:port], rediss:// for TLS, "
			+ "or unix:///path/to/socket";

	private static final Pattern PLAIN_LOCATION = Pattern
		.compile("(\\[[0-9a-fA-F:.]+\\]|[^:?#%@\\[\\]]*)(:[0-9]{1,5})?(/[0-9]*)?");

	static EndpointUrl parse(Value value) {
		String url = value.text();
		int schemeEnd = url.indexOf("://");
		String scheme = (schemeEnd > 0) ? url.substring(0, schemeEnd) : "";
		if (!scheme.equals("redis") && !scheme.equals("rediss") && !scheme.equals("unix")) {
			throw invalid(value, "a URL starts with redis://, rediss:// or unix://");
		}
		String rest = url.substring(schemeEnd + 3);
		if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
			throw invalid(value, "a URL has no parameters here ('?' and '#' in a password are written %3F and %23)");
		}
		int at = rest.lastIndexOf('@');
		String userInfo = (at >= 0) ? rest.substring(0, at) : "";
		String location = rest.substring(at + 1);
		int colon = userInfo.indexOf(':');
		String username = (colon > 0) ? decode(value, userInfo.substring(0, colon)) : null;
		String password = (!userInfo.isEmpty()) ? decode(value, userInfo.substring(colon + 1)) : null;
		Endpoint.Address address = scheme.equals("unix") ? socket(value, location) : tcp(value, location);
		return new EndpointUrl(address, username, (password == null || password.isEmpty()) ? null : password,
				scheme.equals("rediss"));
	}

	private static Endpoint.Socket socket(Value value, String path) {
		if (!path.startsWith("/") || path.length() == 1) {
			throw invalid(value, "a unix:// URL names the absolute path of a socket");
		}
		return new Endpoint.Socket(path);
	}

	private static Endpoint.Tcp tcp(Value value, String location) {
		int slash = location.indexOf('/');
		String authority = (slash >= 0) ? location.substring(0, slash) : location;
		checkDatabase(value, (slash >= 0) ? location.substring(slash + 1) : "");
		int portColon = authority.lastIndexOf(':');
		boolean hasPort = portColon > authority.lastIndexOf(']');
		String host = hasPort ? authority.substring(0, portColon) : authority;
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		else if (host.indexOf(':') >= 0) {
			throw invalid(value, "an IPv6 address in a URL is written in brackets");
		}
		if (host.isEmpty() || host.chars().anyMatch((c) -> Character.isWhitespace(c) || c == '[' || c == ']')) {
			throw invalid(value, "the URL names no host");
		}
		return new Endpoint.Tcp(host,
				hasPort ? port(value, authority.substring(portColon + 1)) : Endpoint.DEFAULT_PORT);
	}

	private static void checkDatabase(Value value, String database) {
		if (!database.isEmpty() && !database.equals("0")) {
			throw InvalidTopologyException.of(value, masked(value.text()),
					"the database '%s' in a URL is not used, because the index belongs to the logical database"
						.formatted(database),
					"Remove '/%s' from the URL and set 'valkey.databases.<name>.index' instead.".formatted(database));
		}
	}

	private static int port(Value value, String text) {
		int port = EndpointResolver.parsePort(text);
		if (port < 0) {
			throw invalid(value, "after the last colon stands no port, 1 to 65535");
		}
		return port;
	}

	private static String decode(Value value, String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) != '%') {
				int next = text.offsetByCodePoints(i, 1);
				bytes.writeBytes(text.substring(i, next).getBytes(StandardCharsets.UTF_8));
				i = next - 1;
				continue;
			}
			if (i + 2 >= text.length() || !HexFormat.isHexDigit(text.charAt(i + 1))
					|| !HexFormat.isHexDigit(text.charAt(i + 2))) {
				throw invalid(value, "a '%' in a user name or password is written %25");
			}
			bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
			i += 2;
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

	private static InvalidTopologyException invalid(Value value, String problem) {
		return InvalidTopologyException.of(value, masked(value.text()), problem, "Write it as " + FORM + ".");
	}

	/**
	 * Hides everything that could be a password, also in a text that is no URL.
	 */
	static String masked(String url) {
		int schemeEnd = url.indexOf("://");
		int start = (schemeEnd >= 0) ? schemeEnd + 3 : 0;
		int at = url.lastIndexOf('@');
		String location = url.substring(Math.max(start, at + 1));
		String shown = PLAIN_LOCATION.matcher(location).matches() ? location : "***";
		return url.substring(0, start) + ((at >= start) ? "***@" : "") + shown;
	}

}
