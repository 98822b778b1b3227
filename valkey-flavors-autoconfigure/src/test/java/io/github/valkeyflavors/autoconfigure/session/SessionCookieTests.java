package io.github.valkeyflavors.autoconfigure.session;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.webflux.autoconfigure.WebSessionIdResolverAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseCookie;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.web.server.session.CookieWebSessionIdResolver;
import org.springframework.web.server.session.HeaderWebSessionIdResolver;
import org.springframework.web.server.session.WebSessionIdResolver;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the domain of the session cookie.
 */
class SessionCookieTests {

	private static final String DOMAIN = "valkey.session.cookie-domain=example.com";

	private static final String HOSTS = """
			example.com,           example.com
			shop.example.com,      example.com
			a.b.example.com,       example.com
			SHOP.EXAMPLE.COM,      example.com
			localhost,
			127.0.0.1,
			notexample.com,
			example.com.evil.org,
			example.org,
			examplexcom,
			shop.examplexcom,
			""";

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class,
				FlavorSessionAutoConfiguration.class, DataRedisAutoConfiguration.class,
				SessionDataRedisAutoConfiguration.class, SessionAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withUserConfiguration(ServerPropertiesConfiguration.class)
		.withConfiguration(
				AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, FlavorSessionAutoConfiguration.class,
						DataRedisAutoConfiguration.class, SessionDataRedisAutoConfiguration.class,
						SessionAutoConfiguration.class, WebSessionIdResolverAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource(textBlock = HOSTS)
	void isSharedByHostsInside(String host, @Nullable String domain) {
		this.servlet.withPropertyValues(DOMAIN).run((context) -> {
			MockHttpServletResponse response = write(context.getBean(CookieSerializer.class), host);
			assertThat(response.getHeader("Set-Cookie")).satisfies((cookie) -> {
				if (domain != null) {
					assertThat(cookie + ";").containsIgnoringCase("; Domain=" + domain + ";");
				}
				else {
					assertThat(cookie).doesNotContainIgnoringCase("Domain=");
				}
			});
		});
	}

	@ParameterizedTest
	@CsvSource(textBlock = HOSTS)
	void isSharedByHostsInsideOfReactiveApplication(String host, @Nullable String domain) {
		this.reactive.withPropertyValues(DOMAIN, "server.reactive.session.cookie.name=SHOP")
			.run((context) -> assertThat(write(context.getBean(WebSessionIdResolver.class), host, "SHOP").getDomain())
				.isEqualTo(domain));
	}

	@Test
	void expiresForTheDomainThatItWasSetFor() {
		this.reactive.withPropertyValues(DOMAIN).run((context) -> {
			MockServerWebExchange exchange = exchange("shop.example.com");
			context.getBean(WebSessionIdResolver.class).expireSession(exchange);
			assertThat(exchange.getResponse().getCookies().getFirst("SESSION"))
				.returns("example.com", ResponseCookie::getDomain)
				.returns(0L, (cookie) -> cookie.getMaxAge().toSeconds());
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "valkey.session.cookie-domain=", "valkey.session.cookie-domain= ", "unset=" })
	void staysWithHostWhenDomainIsEmpty(String property) {
		this.servlet.withPropertyValues(property)
			.run((context) -> assertThat(
					write(context.getBean(CookieSerializer.class), "shop.example.com").getHeader("Set-Cookie"))
				.doesNotContainIgnoringCase("Domain="));
	}

	@ParameterizedTest
	@ValueSource(strings = { "valkey.session.cookie-domain=", "valkey.session.cookie-domain= ", "unset=" })
	void staysWithHostOfReactiveApplicationWhenDomainIsEmpty(String property) {
		this.reactive.withPropertyValues(property)
			.run((context) -> assertThat(
					write(context.getBean(WebSessionIdResolver.class), "shop.example.com", "SESSION").getDomain())
				.isNull());
	}

	@Test
	void keepsDomainOfBootsProperty() {
		this.reactive.withPropertyValues("server.reactive.session.cookie.domain=example.org")
			.run((context) -> assertThat(
					write(context.getBean(WebSessionIdResolver.class), "shop.example.com", "SESSION").getDomain())
				.isEqualTo("example.org"));
	}

	@Test
	void refusesBothProperties() {
		String[] properties = { DOMAIN, "server.servlet.session.cookie.domain=example.org" };
		this.servlet.withPropertyValues(properties)
			.run((context) -> assertThat(StartupReport.of(context.getStartupFailure(), properties))
				.startsWith("The following configuration properties are mutually exclusive: "
						+ "server.servlet.session.cookie.domain valkey.session.cookie-domain "
						+ "However, more than one of those properties has been configured at the same time: ")
				.endsWith("Update your configuration so that only one of the mutually exclusive properties is "
						+ "configured."));
	}

	@Test
	void refusesBothPropertiesOfReactiveApplication() {
		String[] properties = { DOMAIN, "server.reactive.session.cookie.domain=example.org" };
		this.reactive.withPropertyValues(properties)
			.run((context) -> assertThat(StartupReport.of(context.getStartupFailure(), properties))
				.startsWith("The following configuration properties are mutually exclusive: "
						+ "server.reactive.session.cookie.domain valkey.session.cookie-domain "));
	}

	@ParameterizedTest
	@ValueSource(strings = { ".example.com", "https://example.com", "example.com:8080", "example.com/shop", "localhost",
			"10.0.0.1", "exam ple.com", "example..com", "-example.com", "*.example.com" })
	void refusesMalformedDomain(String domain) {
		String property = "valkey.session.cookie-domain=" + domain;
		this.servlet.withPropertyValues(property)
			.run((context) -> assertThat(StartupReport.of(context.getStartupFailure(), property))
				.startsWith("Invalid value '%s' for configuration property 'valkey.session.cookie-domain' "
					.formatted(domain))
				.contains("It must be a domain such as example.com, not an address, and without scheme, port or "
						+ "leading dot."));
	}

	@Test
	void refusesMalformedDomainOfReactiveApplication() {
		String property = "valkey.session.cookie-domain=.example.com";
		this.reactive.withPropertyValues(property)
			.run((context) -> assertThat(StartupReport.of(context.getStartupFailure(), property))
				.startsWith("Invalid value '.example.com' for configuration property 'valkey.session.cookie-domain' "));
	}

	@Test
	void leavesOwnSerializerAlone() {
		DefaultCookieSerializer own = new DefaultCookieSerializer();
		this.servlet.withPropertyValues(DOMAIN)
			.withBean(CookieSerializer.class, () -> own)
			.run((context) -> assertThat(
					write(context.getBean(CookieSerializer.class), "shop.example.com").getHeader("Set-Cookie"))
				.doesNotContainIgnoringCase("Domain="));
	}

	@Test
	void leavesOwnResolverWithoutCookieAlone() {
		HeaderWebSessionIdResolver own = new HeaderWebSessionIdResolver();
		this.reactive.withPropertyValues(DOMAIN)
			.withBean(WebSessionIdResolver.class, () -> own)
			.run((context) -> assertThat(context.getBean(WebSessionIdResolver.class)).isSameAs(own));
	}

	@Test
	void sharesCookieOfOwnResolver() {
		CookieWebSessionIdResolver own = new CookieWebSessionIdResolver();
		own.setCookieName("OWN");
		this.reactive.withPropertyValues(DOMAIN)
			.withBean(WebSessionIdResolver.class, () -> own)
			.run((context) -> assertThat(
					write(context.getBean(WebSessionIdResolver.class), "shop.example.com", "OWN").getDomain())
				.isEqualTo("example.com"));
	}

	private static MockHttpServletResponse write(CookieSerializer serializer, String host) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setServerName(host);
		MockHttpServletResponse response = new MockHttpServletResponse();
		serializer.writeCookieValue(new CookieValue(request, response, "id"));
		return response;
	}

	private static ResponseCookie write(WebSessionIdResolver resolver, String host, String name) {
		MockServerWebExchange exchange = exchange(host);
		resolver.setSessionId(exchange, "id");
		List<ResponseCookie> cookies = exchange.getResponse().getCookies().getOrDefault(name, List.of());
		assertThat(cookies).hasSize(1);
		return cookies.get(0);
	}

	private static MockServerWebExchange exchange(String host) {
		return MockServerWebExchange.from(MockServerHttpRequest.get("http://" + host + "/"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(ServerProperties.class)
	static class ServerPropertiesConfiguration {

	}

}
