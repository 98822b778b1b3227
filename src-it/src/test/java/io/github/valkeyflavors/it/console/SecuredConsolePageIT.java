package io.github.valkeyflavors.it.console;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.it.storefront.Chromium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The console in a real browser, behind a login.
 */
@ValkeyServers
class SecuredConsolePageIT {

	private static ConsoleHost host;

	private Servers servers;

	private Chromium browser;

	private ConsolePage page;

	@BeforeAll
	static void start(Servers servers) {
		host = ConsoleHost.start(SecuredConsoleApplication.class, servers, "valkey.queue.worker.enabled=false");
	}

	@AfterAll
	static void stop() {
		host.close();
	}

	@BeforeEach
	void open() {
		this.servers.flushAll();
		this.servers.server("queue").commands(3).sadd("queues", "default");
		this.servers.server("queue")
			.commands(3)
			.zadd("dead", 1, "{\"class\":\"ChargeCard\",\"jid\":\"1\",\"args\":[]}");
		this.browser = Chromium.start(true);
		this.page = new ConsolePage(this.browser, host);
	}

	@AfterEach
	void close() {
		this.browser.close();
	}

	@Test
	void viewerSeesNoButtons() throws Exception {
		logIn("vera");

		this.page.open("dead", "Dead");
		this.page.awaitTexts("tbody .jid", "1");
		assertThat(this.page.buttons()).containsExactly("Search", "Details");
		assertThat(this.browser.texts("#who")).containsExactly("veraread only");
		this.page.open("queues", "Queues");
		assertThat(this.page.buttons()).isEmpty();
	}

	@Test
	void operatorActsUnderCsrfProtection() {
		logIn("otto");
		this.page.open("dead", "Dead");

		this.page.click("Delete ChargeCard 1");
		this.page.confirm();

		this.page.awaitTexts("#content .empty", "No job was given up.");
	}

	@Test
	void saysThatTheVisitorIsLoggedOut() {
		logIn("vera");
		this.page.open("dead", "Dead");

		this.servers.server("sessions").flushAll();

		this.page.awaitText("#notice", "You are logged out. Reload the page to log in.");
	}

	private void logIn(String user) {
		this.browser.open(host.url("/valkey/"));
		await().atMost(ConsolePage.PATIENCE).until(() -> this.browser.url().endsWith("/login"));
		this.browser.find("#username").sendKeys(user);
		this.browser.find("#password").sendKeys("secret");
		this.browser.find("button").click();
		await().atMost(ConsolePage.PATIENCE).until(() -> this.browser.url().contains("/valkey/"));
	}

}
