package io.github.valkeyflavors.it.session;

import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.it.session.Browser.Response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Spring Security's form login in a reactive application while the sessions server is
 * away or full, with the request cache that the documentation recommends.
 */
@ValkeyServers
class ReactiveFormLoginOutageIT {

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
		return browser.post("/login", Map.of("username", "alice", "password", "secret"));
	}

	@Test
	void servesPublicPageToKnownVisitorWhenServerIsGone() {
		server.kill();

		assertThat(this.browser.get("/products").body()).isEqualTo("products");
	}

	@Test
	void answersUnavailableToKnownVisitorOfOtherPagesWhenServerIsGone() {
		server.kill();

		AbstractOutageContract.assertUnavailable(this.browser.get("/me"));
	}

	@Test
	void keepsSessionWhenServerIsBack() {
		server.freeze();
		AbstractOutageContract.assertUnavailable(this.browser.get("/me"));
		server.thaw();

		await().until(() -> this.browser.get("/me").status() == 200);
		assertThat(this.browser.get("/me").body()).isEqualTo("alice");
	}

	@Test
	void keepsSessionWhenServerIsTooFullForNewLogin() {
		server.fill();

		AbstractOutageContract.assertUnavailable(logIn(this.browser.tab()));

		assertThat(this.browser.get("/me").body()).isEqualTo("alice");
	}

	@Test
	void continuesAfterLoginWithPageThatNeededIt() {
		Browser visitor = application.browser().person();
		visitor.get("/me");

		assertThat(logIn(visitor).location()).isEqualTo("/me?continue");
		assertThat(visitor.get("/me?continue").body()).isEqualTo("alice");
	}

}
