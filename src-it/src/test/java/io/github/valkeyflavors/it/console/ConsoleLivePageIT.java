package io.github.valkeyflavors.it.console;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.it.storefront.Chromium;
import io.github.valkeyflavors.queue.JobClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console in a real browser, while servers and processes change.
 */
@ValkeyServers
class ConsoleLivePageIT {

	private static Chromium browser;

	private Servers servers;

	private ConsoleHost host;

	private ConsolePage page;

	@BeforeAll
	static void open() {
		browser = Chromium.start(true);
	}

	@AfterAll
	static void close() {
		browser.close();
	}

	@BeforeEach
	void start() {
		this.servers.flushAll();
		this.host = ConsoleHost.start(ConsoleApplication.class, this.servers);
		this.page = new ConsolePage(browser, this.host);
	}

	@AfterEach
	void stop() {
		this.host.bean(FailingJobs.class).release();
		this.host.close();
	}

	@Test
	void showsWhatDoesNotSuitAFlavor() throws Exception {
		this.servers.server("queue").configure("maxmemory-policy", "allkeys-lru");

		this.page.open("flavors/queue", "Flavor queue");

		this.page.awaitText(".card", "Policy: data can vanish");
		this.page.awaitText(".findings .id", "eviction-policy");
		this.page.awaitText(".findings .conf", "maxmemory-policy noeviction");
		browser.photograph("console-finding");
	}

	@Test
	void showsReplicaAndItsPrimary() throws Exception {
		this.servers.server("sessions").replicaOf(this.servers.server("cache"));

		this.page.open("flavors", "Flavors");

		this.page.awaitText("[data-flavors=sessions]", "Follows");
		this.page.awaitText("[data-flavors=sessions]", "Link up");
		this.page.awaitText("[data-flavors=cache]", "online");
		browser.photograph("console-replica");
	}

	@Test
	void showsOutageInHistory() {
		this.page.open("history?kind=OUTAGE", "History");
		this.page.awaitText("#content", "Nothing yet.");

		this.servers.server("cache").kill();
		this.page.awaitText("[data-table=entries]", "Out of service: the server cannot be reached.");
		this.servers.server("cache").restart();

		this.page.awaitText("[data-table=entries]", "Back: the server answers.");
	}

	@Test
	void quietsProcessWhileItRunsAJob() throws Exception {
		this.host.bean(JobClient.class).enqueue("CountStock", "A7");
		this.page.open("processes", "Processes");
		this.page.awaitText(".card table", "CountStock");
		this.page.awaitText(".card header", "1 of ");
		browser.photograph("console-running-job");

		String process = String.valueOf(browser.find(".card").getAttribute("data-process"));
		this.page.click("Quiet " + process);
		this.page.confirm();

		this.page.awaitText("#done", "is asked to take no new jobs");
		this.page.awaitText(".card header", "Quiet: takes no new jobs");
		assertThat(this.page.buttons()).containsExactly("Stop");
	}

	@Test
	void drawsServersWhileThatOfTheQueueIsFrozen() {
		this.page.open("queues", "Queues");
		this.servers.server("queue").freeze();
		browser.run("location.hash = '#/history'");

		this.page.awaitTexts("h1", "History");
		browser.run("location.hash = '#/flavors'");

		this.page.awaitTexts(".card h2", "cache", "sessions", "queue");
		this.servers.server("queue").thaw();
	}

}
