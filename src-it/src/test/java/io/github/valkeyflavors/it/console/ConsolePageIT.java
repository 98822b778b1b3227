package io.github.valkeyflavors.it.console;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.it.storefront.Chromium;
import io.github.valkeyflavors.ops.history.FlavorHistory;
import io.github.valkeyflavors.ops.history.HistoryEntry;
import io.github.valkeyflavors.queue.JobClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The console in a real browser, on real servers.
 */
@ValkeyServers
class ConsolePageIT {

	private static final int NARROW_PHONE = 360;

	private static final String HOSTILE = "<img src=x onerror=window.hacked=true><script>window.hacked=true</script>";

	private static ConsoleHost host;

	private static Chromium browser;

	private static ConsolePage page;

	private Servers servers;

	private JobClient jobs;

	@BeforeAll
	static void start(Servers servers) {
		browser = Chromium.start(true);
		host = ConsoleHost.start(ConsoleApplication.class, servers);
		page = new ConsolePage(browser, host);
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
		}
		if (host != null) {
			host.close();
		}
	}

	@BeforeEach
	void empty() {
		this.servers.flushAll();
		host.bean(FailingJobs.class).open(false);
		this.jobs = host.bean(JobClient.class);
	}

	@Test
	void showsServersOfFlavors() throws Exception {
		this.servers.server("cache").commands(4).set("products::1", "{}");

		page.open("flavors", "Flavors");

		page.awaitTexts(".card h2", "cache", "sessions", "queue");
		page.awaitTexts(".card header .badge", "Up", "Up", "Up");
		assertThat(browser.texts(".card .address")).contains(this.servers.server("cache").toString());
		page.awaitText("[data-flavors=cache] table", "cache\t4\t1\t0");
		assertThat(browser.texts("[data-flavors=cache] .figures")).first().asString().contains("allkeys-lfu");
		assertThat(browser.find("[data-flavors=cache] [role=meter]").getAttribute("aria-valuetext")).contains(" of ");
		browser.photograph("console-flavors");
	}

	@Test
	void showsOneFlavorByItsAddress() {
		page.open("flavors/queue", "Flavor queue");

		page.awaitTexts(".card h2", "queue");
	}

	@Test
	void retriesFailedJobByKeyboardAlone() throws Exception {
		String jid = this.jobs.enqueue("ChargeCard", "4711");
		page.open("retry", "Retries");
		page.awaitTexts("tbody .jid", jid);
		assertThat(browser.texts(".error-class")).containsExactly("java.lang.IllegalStateException");

		page.tabTo("Details of ChargeCard " + jid);
		assertThat(page.isFocusVisible()).isTrue();
		browser.press(Keys.ENTER);
		page.awaitText(".backtrace", "FailingJobs");
		assertThat(page.focused()).isEqualTo("Details of ChargeCard " + jid);
		browser.photograph("console-retry-set");
		host.bean(FailingJobs.class).open(true);

		page.tabTo("Retry: ChargeCard " + jid);
		browser.press(Keys.ENTER);
		page.awaitTexts("#dialog-title", "Retry: ChargeCard?");
		assertThat(page.focused()).isEqualTo("Retry");
		browser.photograph("console-confirm");
		browser.press(Keys.ENTER);

		page.awaitText("#done", "Job %s of set 'retry' is in its queue.".formatted(jid));
		await().atMost(ConsolePage.PATIENCE).until(() -> host.bean(FailingJobs.class).charged().contains("4711"));
		page.awaitTexts("#content .empty", "No job waits for a retry.");
	}

	@Test
	void findsJob() {
		this.jobs.enqueue("ChargeCard", "1111");
		String jid = this.jobs.enqueue("ChargeCard", "2222");
		page.open("retry", "Retries");
		await().atMost(ConsolePage.PATIENCE).until(() -> browser.texts("tbody .jid").size() == 2);

		browser.find("#find").sendKeys("2222" + Keys.ENTER);

		page.awaitTexts("tbody .jid", jid);
		assertThat(browser.url()).endsWith("#/retry?find=2222");
	}

	@Test
	void killsAndDeletesJob() {
		String jid = this.jobs.enqueue("ChargeCard", "4711");
		page.open("retry", "Retries");
		page.awaitTexts("tbody .jid", jid);

		page.click("Kill ChargeCard " + jid);
		page.confirm();
		page.awaitText("#done", "is dead");
		page.open("dead", "Dead");
		page.awaitTexts("tbody .jid", jid);
		page.click("Delete ChargeCard " + jid);
		page.confirm();

		page.awaitTexts("#content .empty", "No job was given up.");
		assertThat(this.servers.server("queue").commands(3).zcard("dead")).isZero();
	}

	@Test
	void doesNothingWithoutConfirmation() {
		bury("0001", "ChargeCard", "[1]", "declined", 1);
		page.open("dead", "Dead");
		page.awaitTexts("tbody .jid", "0001");

		page.tabTo("Delete all");
		browser.press(Keys.ENTER);
		page.awaitTexts("#dialog-title", "Delete all 1 job?");
		assertThat(page.focused()).isEqualTo("Cancel");
		browser.press(Keys.ESCAPE);

		await().atMost(ConsolePage.PATIENCE).until(() -> page.focused().equals("Delete all"));
		assertThat(this.servers.server("queue").commands(3).zcard("dead")).isOne();
	}

	@Test
	void clearsSet() {
		bury("0001", "ChargeCard", "[1]", "declined", 1);
		page.open("dead", "Dead");

		page.click("Delete all");
		page.confirm();

		page.awaitTexts("#content .empty", "No job was given up.");
	}

	@Test
	void pagesThroughSet() throws Exception {
		for (int i = 0; i < 60; i++) {
			bury("%04d".formatted(i), (i % 3 == 0) ? "SendInvoice" : "ChargeCard",
					"[\"order-%d\",{\"amount\":%d}]".formatted(i, i * 17), (i % 3 == 0)
							? "Connection to mail.example.com:587 timed out after 30 s" : "The bank declined the card",
					i);
		}
		page.open("dead", "Dead");
		page.awaitTexts(".pager span:not(.button)", "1–25 of 60");
		browser.photograph("console-dead-set");

		page.click("Next");
		page.awaitTexts(".pager span:not(.button)", "26–50 of 60");
		page.click("Next");
		page.awaitTexts(".pager span:not(.button)", "51–60 of 60");

		assertThat(browser.texts("tbody .jid")).hasSize(10).contains("0059");
	}

	@Test
	void showsHostileTextAsText() throws Exception {
		String text = HOSTILE.replace("\"", "");
		bury(text, text, "[\"%s\"]".formatted(text), text, 1);
		this.servers.server("queue").commands(3).sadd("queues", text);
		page.open("dead", "Dead");

		page.awaitTexts("tbody .type", text);
		page.click("Details of %s %s".formatted(text, text));
		page.awaitText(".details .wrap", text);
		browser.photograph("console-hostile");
		page.open("queues", "Queues");
		page.awaitText("table", text);
		page.click(text);
		page.awaitTexts("h1", "Queue " + text);

		assertThat(browser.run(
				"return window.hacked === undefined && !document.querySelector('#content img, #content script, #dialog img')"))
			.isEqualTo(true);
	}

	@Test
	void deletesEntryThatIsNoJob() {
		this.servers.server("queue").commands(3).zadd("dead", 1, "not json at all");
		page.open("dead", "Dead");
		page.awaitTexts("tbody .type", "Not a job");

		page.click("Delete ?");
		page.confirm();

		page.awaitTexts("#content .empty", "No job was given up.");
	}

	@Test
	void pausesQueueAndCountsLive() throws Exception {
		this.servers.server("queue").commands(3).sadd("queues", "default", "mail");
		page.open("queues", "Queues");

		page.click("Pause queue default");
		page.confirm();
		page.awaitText("[data-queue=default]", "Paused");
		this.servers.server("queue")
			.commands(3)
			.lpush("queue:mail", "{\"class\":\"SendMail\",\"jid\":\"1\",\"args\":[]}");
		page.awaitText("[data-queue=mail]", "mail\t1");
		page.awaitText("nav a[href='#/queues']", "1");
		browser.photograph("console-queues");
		page.click("Resume queue default");

		page.awaitText("[data-queue=default]", "Running");
	}

	@Test
	void deletesWaitingJob() {
		this.servers.server("queue").commands(3).sadd("queues", "mail");
		this.servers.server("queue")
			.commands(3)
			.lpush("queue:mail", "{\"class\":\"SendMail\",\"jid\":\"1\",\"args\":[]}");
		page.open("queue/mail", "Queue mail");

		page.click("Delete SendMail 1");
		page.confirm();

		await().atMost(ConsolePage.PATIENCE)
			.until(() -> this.servers.server("queue").commands(3).llen("queue:mail") == 0);
	}

	@Test
	void showsWhatHappened() throws Exception {
		host.bean(FlavorHistory.class)
			.add(new HistoryEntry(Instant.now(), HistoryEntry.Kind.PRESSURE, "127.0.0.1:1", "cache",
					"Full to 91 %. " + HOSTILE));
		page.open("history", "History");

		page.awaitText("[data-table=entries]", "Full to 91 %. " + HOSTILE);
		assertThat(browser.fits(NARROW_PHONE)).isTrue();
		browser.photograph("console-history");
		browser.find("#kind option[value=OUTAGE]").click();

		page.awaitText("#content", "What happened");
		await().atMost(ConsolePage.PATIENCE)
			.untilAsserted(() -> assertThat(String.join("", browser.texts("#content"))).doesNotContain("91 %"));
		assertThat(browser.run("return window.hacked === undefined")).isEqualTo(true);
	}

	@Test
	void showsProcesses() throws Exception {
		page.open("processes", "Processes");

		await().atMost(ConsolePage.PATIENCE).until(() -> browser.texts(".card h2").size() == 1);
		assertThat(page.buttons()).containsExactly("Quiet", "Stop");
		browser.photograph("console-processes");
	}

	@ParameterizedTest
	@CsvSource({ "flavors, Flavors", "queues, Queues", "queue/mail, Queue mail", "scheduled, Scheduled",
			"retry, Retries", "dead, Dead", "processes, Processes" })
	void fitsNarrowPhone(String view, String title) {
		String word = "x".repeat(200);
		bury("0001", word, "[\"%s\"]".formatted(word), word, 1);
		this.servers.server("queue").commands(3).sadd("queues", "mail", word);
		this.servers.server("queue")
			.commands(3)
			.lpush("queue:mail", "{\"class\":\"%s\",\"jid\":\"1\",\"args\":[]}".formatted(word));
		this.jobs.enqueueIn(Duration.ofHours(1), "ChargeCard", word);

		page.open(view, title);

		assertThat(browser.fits(NARROW_PHONE)).isTrue();
	}

	@Test
	void followsDarkColors() {
		page.open("queues", "Queues");
		Object light = browser.run("return getComputedStyle(document.body).backgroundColor");
		browser.colors("dark");
		Object dark = browser.run("return getComputedStyle(document.body).backgroundColor");
		browser.colors("light");

		assertThat(light).isEqualTo("rgb(245, 246, 248)");
		assertThat(dark).isEqualTo("rgb(17, 21, 27)");
	}

	@Test
	void skipsToContentByKeyboard() {
		page.open("queues", "Queues");

		browser.press(Keys.TAB);
		assertThat(page.focused()).isEqualTo("Skip to content");
		assertThat(page.isFocusVisible()).isTrue();
		browser.press(Keys.ENTER);

		assertThat(browser.run("return document.activeElement.id")).isEqualTo("main");
		assertThat(browser.url()).endsWith("#/queues");
	}

	@Test
	void pausesUpdates() {
		page.open("queues", "Queues");

		page.click("Pause updates");
		this.servers.server("queue").commands(3).sadd("queues", "late");
		await().pollDelay(Duration.ofSeconds(5))
			.atMost(ConsolePage.PATIENCE)
			.until(() -> browser.texts("[data-queue=late]").isEmpty());
		page.click("Resume updates");

		page.awaitText("[data-queue=late]", "late");
	}

	@Test
	void showsDeadServerWhileTheRestWorks() throws Exception {
		page.open("flavors", "Flavors");
		page.awaitTexts(".card header .badge", "Up", "Up", "Up");

		this.servers.server("cache").kill();

		page.awaitText("[data-flavors=cache]", "Away");
		page.awaitText("[data-flavors=cache] .problem", "The server cannot be reached.");
		page.awaitText("[data-flavors=cache]", "Breaker open");
		assertThat(browser.texts("[data-flavors=queue] header .badge")).containsExactly("Up");
		browser.photograph("console-dead-server");
	}

	@Test
	void saysThatQueueIsAway() throws Exception {
		page.open("dead", "Dead");

		this.servers.server("queue").kill();

		page.awaitText("#notice", "The server of the queue cannot be reached.");
		browser.photograph("console-queue-away");
		this.servers.server("queue").restart();
		page.awaitTexts("#notice", "");
	}

	private void bury(String jid, String type, String arguments, String message, int minutes) {
		double at = Instant.now().minus(Duration.ofMinutes(minutes)).toEpochMilli() / 1000.0;
		String payload = "{\"class\":\"%s\",\"jid\":\"%s\",\"queue\":\"default\",\"args\":%s,\"created_at\":1764540000000,\"retry_count\":24,\"error_class\":\"java.io.IOException\",\"error_message\":\"%s\",\"failed_at\":1764540000000}"
			.formatted(type, jid, arguments, message);
		this.servers.server("queue").commands(3).zadd("dead", at, payload);
	}

}
