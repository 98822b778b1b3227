package io.github.valkeyflavors.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who sits at the machine itself, as an operator, and nobody else: for
 * development, and for applications without Spring Security. That the connection comes
 * from the loopback interface is not enough. A web site may have let its own host name
 * lead there, so the address in the browser has to be that of the machine; and a proxy on
 * the machine would make everybody local, so what looks forwarded is refused.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class LoopbackAccess implements ConsoleAccess {

	private static final Pattern LOCAL_HOST = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?",
			Pattern.CASE_INSENSITIVE);

	// A name would be looked up, and DNS may say anything
	private static final Pattern LITERAL = Pattern
		.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|(?=.*:)[0-9a-fA-F:][0-9a-fA-F:.]*(%[\\w.-]+)?");

	private static final Pattern FORWARDED = Pattern
		.compile("(x-)?forwarded(-.*)?|via|(x-)?(original|envoy)-.*|.*(real|client|connecting)-ip");

	// Tomcat's valve takes the headers away and leaves this
	private static final String TOMCAT_FORWARDED = "org.apache.tomcat.request.forwarded";

	private static final List<String> PROTOCOLS_OF_PROXIES = List.of("HTTP/0.9", "HTTP/1.0");

	private static final String INSTEAD = " Without Spring Security the console answers only a browser on the machine of the application,"
			+ " at http://localhost, and no proxy. To reach it from elsewhere, add Spring Security and a user with the role of"
			+ " 'valkey.console.viewer-role' or 'valkey.console.operator-role', or open an SSH tunnel.";

	@Override
	public ConsoleVisitor admit(HttpServletRequest request) {
		HttpServletRequest connection = unwrap(request);
		if (!isLoopback(connection.getRemoteAddr()) || !isLoopback(request.getRemoteAddr())) {
			throw refused("This connection comes from another machine.");
		}
		if (isForwarded(connection)) {
			throw refused("This request came through a proxy.");
		}
		String host = connection.getHeader("Host");
		if (host == null || !LOCAL_HOST.matcher(host).matches()) {
			throw refused("This address is not that of the machine itself.");
		}
		return new ConsoleVisitor("local user", true, Map::of);
	}

	// As it arrived, before a filter rewrote it by its headers
	private static HttpServletRequest unwrap(HttpServletRequest request) {
		ServletRequest innermost = request;
		while (innermost instanceof ServletRequestWrapper wrapper) {
			innermost = wrapper.getRequest();
		}
		return (innermost instanceof HttpServletRequest http) ? http : request;
	}

	private static boolean isLoopback(@Nullable String address) {
		try {
			return address != null && LITERAL.matcher(address).matches()
					&& InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static boolean isForwarded(HttpServletRequest request) {
		return PROTOCOLS_OF_PROXIES.contains(request.getProtocol()) || request.getAttribute(TOMCAT_FORWARDED) != null
				|| Collections.list(request.getHeaderNames())
					.stream()
					.anyMatch((name) -> FORWARDED.matcher(name.toLowerCase(Locale.ROOT)).matches());
	}

	private static ConsoleProblem refused(String reason) {
		return new ConsoleProblem(403, reason + INSTEAD);
	}

}
