package io.github.valkeyflavors.it.session;

import java.time.Duration;
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
 * Spring Security's form login in a reactive application while the sessions server is
 * away or full, with its own request cache and CSRF tokens in the session.
 */
@ValkeyServers
class ReactiveFormLoginOutageIT {

	private static final Duration MOMENT = Duration.ofSeconds(3);

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

	private static RunningApplication application;

	private static Server server;

	private Browser browser;

	@BeforeAll
	static void start(Servers servers) {
		server = servers.server("sessions");
		application = RunningApplication.start(SecuredReactiveOutageApplication.class, WebApplicationType.REACTIVE,
				ServletSessionsIT.variables(servers));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void logIn() {
		server.flushAll();
		await().until(() -> {
			this.browser = application.browser();
			return logIn(this.browser).status() == 302 && this.browser.get("/me").status() == 200;
		});
	}

	private static Response logIn(Browser browser) {
		return browser.post("/login", form(browser));
	}

	private static Map<String, String> form(Browser browser) {
		Matcher token = CSRF.matcher(String.valueOf(browser.get("/login").body()));
		return token.find() ? Map.of("username", "alice", "password", "secret", "_csrf", token.group(1)) : Map.of();
	}

	@Test
	void servesPublicPageToKnownVisitorWhenServerIsGone() {
		server.kill();

		assertServed(this.browser.get("/products"));
		assertServed(this.browser.person().get("/products"));
	}

	@Test
	void servesPublicPageToKnownVisitorWithinTimeoutWhenServerIsFrozen() {
		server.freeze();

		long start = System.nanoTime();
		assertServed(this.browser.get("/products"));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MOMENT);
	}

	@Test
	void answersUnavailableToKnownVisitorOfOtherPagesWhenServerIsGone() {
		server.kill();

		AbstractOutageContract.assertUnavailable(this.browser.get("/me"));
	}

	@Test
	void answersUnavailableToKnownVisitorOfOtherPagesWhenServerIsFrozen() {
		server.freeze();

		AbstractOutageContract.assertUnavailable(this.browser.get("/me"));
	}

	@Test
	void doesNotSendKnownVisitorToLoginWhenServerIsGone() {
		server.kill();

		assertPageUnavailable(this.browser.person().get("/me"));
		assertPageUnavailable(this.browser.person().get("/login"));
	}

	@Test
	void answersUnavailableToPageThatTakesKnownVisitorForStranger() {
		assertThat(this.browser.get("/greeting").body()).isEqualTo("alice");
		server.kill();

		AbstractOutageContract.assertUnavailable(this.browser.get("/greeting"));
	}

	@Test
	void answersUnavailableToTemplateThatAsksForItsUser() {
		server.kill();

		AbstractOutageContract.assertUnavailable(this.browser.get("/brochure"));
	}

	@Test
	void servesTemplateOfChainWithoutLoginToKnownVisitor() {
		server.kill();

		Response brochure = this.browser.get("/public/brochure");

		assertThat(brochure.body()).contains("page 2");
		assertThat(brochure.headers().get(HttpHeaders.SET_COOKIE)).isNull();
	}

	@Test
	void answersUnavailableToFormsWhenServerIsGone() {
		Browser visitor = this.browser.tab();
		Map<String, String> form = form(visitor);
		server.kill();

		AbstractOutageContract.assertUnavailable(visitor.post("/login", form));
		AbstractOutageContract.assertUnavailable(visitor.post("/logout", form));
	}

	@Test
	void keepsSessionWhenServerIsBack() {
		server.freeze();
		assertServed(this.browser.get("/products"));
		AbstractOutageContract.assertUnavailable(this.browser.get("/me"));
		server.thaw();

		await().until(() -> this.browser.get("/me").status() == 200);
		assertThat(this.browser.get("/me").body()).isEqualTo("alice");
	}

	@Test
	void keepsSessionWhenServerIsTooFullForNewLogin() {
		Browser tab = this.browser.tab();
		Map<String, String> form = form(tab);
		server.fill();

		AbstractOutageContract.assertUnavailable(tab.post("/login", form));

		assertThat(this.browser.get("/me").body()).isEqualTo("alice");
	}

	@Test
	void continuesAfterLoginWithPageThatNeededIt() {
		Browser visitor = application.browser().person();
		visitor.get("/me");

		assertThat(logIn(visitor).location()).isEqualTo("/me");
		assertThat(visitor.get("/me").body()).isEqualTo("alice");
	}

	private static void assertServed(Response response) {
		assertThat(response.status()).as(response.body()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("products");
		assertThat(response.headers().get(HttpHeaders.SET_COOKIE)).isNull();
	}

	private static void assertPageUnavailable(Response response) {
		assertThat(response.status()).as(response.body()).isEqualTo(503);
		assertThat(response.location()).isNull();
		assertThat(response.headers().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
		assertThat(response.headers().get(HttpHeaders.SET_COOKIE)).isNull();
	}

}
