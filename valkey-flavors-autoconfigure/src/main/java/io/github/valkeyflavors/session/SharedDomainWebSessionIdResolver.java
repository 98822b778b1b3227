package io.github.valkeyflavors.session;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.session.CookieWebSessionIdResolver;
import org.springframework.web.server.session.WebSessionIdResolver;

/**
 * Gives the session cookie of another resolver to a whole domain when the request's host
 * is that domain or inside it, and leaves it to the host otherwise.
 * <p>
 * Thread-safe once the other resolver is set up.
 *
 * @since 0.1.0
 */
public final class SharedDomainWebSessionIdResolver implements WebSessionIdResolver {

	private final CookieWebSessionIdResolver resolver;

	private final String domain;

	/**
	 * Creates the resolver.
	 * @param resolver the resolver that writes the cookie
	 * @param domain the domain to share the cookie with, for example {@code example.com}
	 */
	public SharedDomainWebSessionIdResolver(CookieWebSessionIdResolver resolver, String domain) {
		this.resolver = resolver;
		this.domain = domain.toLowerCase(Locale.ROOT);
	}

	@Override
	public List<String> resolveSessionIds(ServerWebExchange exchange) {
		return this.resolver.resolveSessionIds(exchange);
	}

	@Override
	public void setSessionId(ServerWebExchange exchange, String sessionId) {
		this.resolver.setSessionId(exchange, sessionId);
		share(exchange);
	}

	@Override
	public void expireSession(ServerWebExchange exchange) {
		this.resolver.expireSession(exchange);
		share(exchange);
	}

	private void share(ServerWebExchange exchange) {
		if (!isInside(exchange.getRequest().getURI().getHost())) {
			return;
		}
		MultiValueMap<String, ResponseCookie> cookies = exchange.getResponse().getCookies();
		String name = this.resolver.getCookieName();
		List<ResponseCookie> own = cookies.get(name);
		if (own != null) {
			cookies.put(name, own.stream().map((cookie) -> cookie.mutate().domain(this.domain).build()).toList());
		}
	}

	private boolean isInside(@Nullable String host) {
		if (host == null) {
			return false;
		}
		String name = host.toLowerCase(Locale.ROOT);
		return name.equals(this.domain) || name.endsWith("." + this.domain);
	}

}
