package io.github.valkeyflavors.it.session;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.http.HttpHeaders;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.it.session.Browser.Response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Spring Security's form login while the sessions server is away or full, or a security
 * context cannot be read.
 */
@ValkeyServers
class FormLoginOutageIT {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

	private static RunningApplication application;

	private static Server server;

	private Browser browser;

	@BeforeAll
	static void start(Servers servers) {
		server = servers.server("sessions");
		application = RunningApplication.start(SecuredOutageApplication.class, WebApplicationType.SERVLET,
				ServletSessionsIT.variables(servers));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void logIn() {
		server.flushAll();
		await().until(() -> application.browser().get("/login").status() == 200);
		this.browser = application.browser();
		logIn(this.browser, csrf(this.browser));
	}

	@Test
	void answersUnavailableAndNotLoginWhenServerIsFrozen() {
		server.freeze();

		AbstractOutageContract.assertUnavailable(this.browser.get("/orders"));
	}

	@Test
	void staysLoggedIn() {
		server.freeze();
		this.browser.get("/orders");

		server.thaw();

		await().until(() -> this.browser.get("/orders").status() != 503);
		assertThat(this.browser.get("/orders").body()).isEqualTo("orders of alice");
	}

	@Test
	void showsPageToPeopleThoughErrorPageIsNotPublic() {
		server.kill();

		Response response = this.browser.person().get("/orders");

		assertThat(response.status()).isEqualTo(503);
		assertThat(response.body()).startsWith("<!DOCTYPE html>").contains("Try again in 5 seconds.");
		assertThat(response.headers().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
		assertThat(response.headers().get(HttpHeaders.SET_COOKIE)).isNull();
	}

	@Test
	void answersUnavailableToForm() {
		String csrf = csrf(application.browser());
		server.kill();

		AbstractOutageContract.assertUnavailable(this.browser.post("/orders", Map.of("_csrf", csrf)));
	}

	@Test
	void answersUnavailableToLoginWhenServerIsGone() {
		Browser visitor = application.browser();
		String csrf = csrf(visitor);
		server.kill();

		AbstractOutageContract.assertUnavailable(logIn(visitor, csrf));
	}

	@Test
	void answersUnavailableToLoginWhenServerIsFull() {
		Browser visitor = application.browser();
		String csrf = csrf(visitor);
		server.fill();

		AbstractOutageContract.assertUnavailable(logIn(visitor, csrf));

		server.heal();
		assertThat(logIn(visitor, csrf).location()).endsWith("/");
		assertThat(visitor.get("/orders").body()).isEqualTo("orders of alice");
	}

	@Test
	void servesPublicPageToKnownVisitor() {
		server.kill();

		assertThat(this.browser.get("/products").body()).isEqualTo("products");
	}

	@Test
	void userLogsInAgainWhenSecurityContextCannotBeRead() {
		server.commands().hset(key(this.browser), "sessionAttr:SPRING_SECURITY_CONTEXT", "unreadable");

		assertThat(this.browser.get("/orders").location()).endsWith("/login");

		logIn(this.browser, csrf(this.browser));
		assertThat(this.browser.get("/orders").body()).isEqualTo("orders of alice");
	}

	static Response logIn(Browser browser, String csrf) {
		return browser.post("/login", Map.of("username", "alice", "password", "secret", "_csrf", csrf));
	}

	static String csrf(Browser browser) {
		Matcher matcher = CSRF.matcher(browser.get("/login").body());
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	private static String key(Browser browser) {
		byte[] id = Base64.getDecoder().decode(browser.sessionCookie().getValue());
		return "spring:session:sessions:" + new String(id, StandardCharsets.US_ASCII);
	}

}
