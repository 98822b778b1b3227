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

import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.it.session.Browser.Response;
import io.github.valkeyflavors.session.SessionRevoker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Security's form login with sessions as JSON.
 */
@ValkeyServers
class FormLoginIT {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

	private static RunningApplication application;

	private Servers servers;

	@BeforeAll
	static void start(Servers servers) {
		application = RunningApplication.start(SecuredApplication.class, WebApplicationType.SERVLET,
				ServletSessionsIT.variables(servers), "valkey.session.serialization=json",
				"spring.session.data.redis.repository-type=indexed");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void empty() {
		this.servers.flushAll();
	}

	@Test
	void nextRequestIsAuthenticated() {
		Browser browser = application.browser();

		logIn(browser, "alice", "secret");

		assertThat(browser.get("/orders").body()).isEqualTo("orders of alice");
	}

	@Test
	void loginLeadsToPageThatWasAskedForFirst() {
		Browser browser = application.browser();
		browser.get("/orders?page=2");

		assertThat(logIn(browser, "alice", "secret").location()).endsWith("/orders?page=2&continue");
	}

	@Test
	void securityContextIsReadableOnServer() {
		Browser browser = application.browser();
		logIn(browser, "alice", "secret");

		assertThat(this.servers.server("sessions").commands().hget(key(browser), "sessionAttr:SPRING_SECURITY_CONTEXT"))
			.startsWith("{\"@class\":\"org.springframework.security.core.context.SecurityContextImpl\"")
			.contains("\"username\":\"alice\"", "\"authority\":\"ROLE_BUYER\"")
			.doesNotContain("secret");
	}

	@Test
	void csrfTokenOfSessionIsKnownToNextRequest() {
		Browser browser = application.browser();
		String loginToken = csrf(browser);
		browser.post("/login", Map.of("username", "alice", "password", "secret", "_csrf", loginToken));

		assertThat(browser.post("/orders").status()).isEqualTo(403);
		assertThat(browser.post("/orders", Map.of("_csrf", csrf(browser))).body()).isEqualTo("ordered by alice");
	}

	@Test
	void wrongPasswordLeavesSessionUsable() {
		Browser browser = application.browser();

		assertThat(logIn(browser, "alice", "wrong").location()).endsWith("/login?error");

		assertThat(browser.get("/login?error").body()).contains("Invalid credentials");
		logIn(browser, "alice", "secret");
		assertThat(browser.get("/orders").status()).isEqualTo(200);
	}

	@Test
	void lockedAccountLeavesSessionUsable() {
		Browser browser = application.browser();

		assertThat(logIn(browser, "mallory", "secret").location()).endsWith("/login?error");

		assertThat(browser.get("/login?error").body()).contains("Invalid credentials");
		logIn(browser, "alice", "secret");
		assertThat(browser.get("/orders").status()).isEqualTo(200);
	}

	@Test
	void revokedUserMustLogInAgain() {
		Browser browser = application.browser();
		logIn(browser, "alice", "secret");

		assertThat(application.bean(SessionRevoker.class).revokeAll("alice")).isEqualTo(1);

		assertThat(browser.get("/orders").location()).endsWith("/login");
	}

	private static Response logIn(Browser browser, String user, String password) {
		return browser.post("/login", Map.of("username", user, "password", password, "_csrf", csrf(browser)));
	}

	private static String csrf(Browser browser) {
		Matcher matcher = CSRF.matcher(browser.get("/login").body());
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	private static String key(Browser browser) {
		byte[] id = Base64.getDecoder().decode(browser.sessionCookie().getValue());
		return "spring:session:sessions:" + new String(id, StandardCharsets.US_ASCII);
	}

}
