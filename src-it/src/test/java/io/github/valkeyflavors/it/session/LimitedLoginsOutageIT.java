package io.github.valkeyflavors.it.session;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Spring Security's limit of sessions while their server is away or full.
 */
@ValkeyServers
class LimitedLoginsOutageIT {

	private static RunningApplication application;

	private static Server server;

	private Browser browser;

	@BeforeAll
	static void start(Servers servers) {
		server = servers.server("sessions");
		application = RunningApplication.start(LimitedLoginsApplication.class, WebApplicationType.SERVLET,
				ServletSessionsIT.variables(servers), "spring.session.data.redis.repository-type=indexed");
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
		FormLoginOutageIT.logIn(this.browser, FormLoginOutageIT.csrf(this.browser));
	}

	@Test
	void secondLoginEndsFirst() {
		Browser second = application.browser();

		FormLoginOutageIT.logIn(second, FormLoginOutageIT.csrf(second));

		assertThat(second.get("/orders").body()).isEqualTo("orders of alice");
		assertThat(this.browser.get("/orders").location()).endsWith("/expired");
	}

	@Test
	void answersUnavailableWithinCommandTimeoutWhenServerIsFrozen() {
		server.freeze();

		long start = System.nanoTime();
		AbstractOutageContract.assertUnavailable(this.browser.get("/orders"));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
	}

	@Test
	void answersUnavailableWhenServerIsGone() {
		server.kill();

		AbstractOutageContract.assertUnavailable(this.browser.get("/orders"));
	}

	@Test
	void servesPageWithoutLimitToKnownVisitor() {
		server.kill();

		assertThat(this.browser.get("/products").body()).isEqualTo("products");
	}

	@Test
	void answersUnavailableToSecondLoginWhenServerIsFull() {
		Browser second = application.browser();
		String csrf = FormLoginOutageIT.csrf(second);
		server.fill();

		AbstractOutageContract.assertUnavailable(FormLoginOutageIT.logIn(second, csrf));
	}

}
