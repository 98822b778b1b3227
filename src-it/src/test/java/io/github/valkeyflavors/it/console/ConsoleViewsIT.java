package io.github.valkeyflavors.it.console;

import java.time.Duration;
import java.util.stream.IntStream;

import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.it.storefront.Chromium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How the console goes from view to view, in a real browser.
 */
@ValkeyServers
class ConsoleViewsIT {

	// Lets the page wait for each part of a search, and counts them
	private static final String SLOW_SEARCH = """
			window.parts = 0;
			const original = window.fetch;
			window.fetch = async (path, options) => {
				if (String(path).startsWith('api/find')) {
					window.parts++;
					await new Promise((resolve) => setTimeout(resolve, 700));
				}
				return original(path, options);
			};
			""";

	private static ConsoleHost host;

	private static Chromium browser;

	private static ConsolePage page;

	private Servers servers;

	private RedisCommands<String, String> queue;

	@BeforeAll
	static void start(Servers servers) {
		browser = Chromium.start(true);
		host = ConsoleHost.start(ConsoleApplication.class, servers, "valkey.queue.worker.enabled=false");
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
		this.queue = this.servers.server("queue").commands(3);
	}

	@Test
	void showsEmptyQueueAfterItWasCleared() {
		this.queue.sadd("queues", "mail");
		this.queue.lpush("queue:mail", jobs(60));
		page.open("queue/mail?offset=50", "Queue mail");

		page.click("Delete all");
		page.confirm();

		page.awaitTexts("#content .empty", "There is no such queue, or it was cleared.");
		page.awaitText("#done", "60 jobs of queue 'mail' are deleted.");
		assertThat(browser.texts("#notice")).containsExactly("");
		assertThat(browser.texts("tbody .jid")).isEmpty();
	}

	@Test
	void showsLastPageThatIsLeft() {
		bury(60);
		page.open("dead?offset=50", "Dead");
		page.awaitTexts(".pager span:not(.button)", "51–60 of 60");

		this.queue.zremrangebyrank("dead", 0, 29);

		page.awaitTexts(".pager span:not(.button)", "26–30 of 30");
		assertThat(browser.url()).endsWith("#/dead?offset=25");
		assertThat(browser.texts("#notice")).containsExactly("");
	}

	@Test
	void goesToTheFirstPageWhenAllIsDeleted() {
		bury(200);
		page.open("dead?offset=175", "Dead");
		browser.run("window.asked = 0; const original = window.fetch; window.fetch = (path, options) => {"
				+ " window.asked += String(path).startsWith('api/set?') ? 1 : 0; return original(path, options); }");

		page.click("Delete all");
		page.confirm();

		page.awaitTexts("#content .empty", "No job was given up.");
		assertThat(browser.url()).endsWith("#/dead");
		assertThat(((Number) browser.run("return window.asked")).intValue()).isLessThan(6);
		assertThat(browser.texts("#notice")).containsExactly("");
	}

	@Test
	void changesViewWhileTextIsSelected() {
		bury(1);
		page.open("dead", "Dead");
		browser.run("getSelection().selectAllChildren(document.querySelector('tbody'))");

		browser.run("location.hash = '#/retry'");

		page.awaitTexts("h1", "Retries");
	}

	@Test
	void changesViewWhileItAsks() {
		bury(1);
		page.open("dead", "Dead");
		page.click("Delete all");
		page.awaitTexts("#dialog-title", "Delete all 1 job?");

		browser.run("location.hash = '#/retry'");

		page.awaitTexts("h1", "Retries");
		assertThat(browser.run("return document.getElementById('dialog').open")).isEqualTo(false);
	}

	@Test
	void goesOnWhenItsFirstQuestionFailed() {
		bury(1);
		Runnable end = browser.runFirst(
				"""
						window.failing = true;
						const original = window.fetch;
						window.fetch = (path, options) => window.failing ? Promise.reject(new Error()) : original(path, options);
						""");
		browser.open("about:blank");
		browser.open(host.url("/valkey/#/dead"));
		end.run();

		page.awaitText("#notice", "The application does not answer.");
		page.click("Pause updates");
		browser.run("window.failing = false");
		page.click("Resume updates");

		page.awaitTexts("tbody .jid", "0");
		page.awaitTexts("#notice", "");
	}

	@Test
	void saysOfWhenItIsWhileNothingAnswers() {
		bury(1);
		page.open("dead", "Dead");

		browser.run("window.fetch = (path, options) => new Promise((resolve, reject) => "
				+ "options.signal.addEventListener('abort', () => reject(new Error())))");

		page.awaitText("#updated", "As of");
		page.awaitText("#notice", "The application does not answer.");
		assertThat(browser.texts("tbody .jid")).containsExactly("0");
	}

	@Test
	void stopsSearchWhenPaused() {
		searchAmongThousands();

		page.click("Pause updates");

		page.awaitText("#content", "The search was stopped");
		assertThatSearchRests();
		page.click("Resume updates");
		assertThatSearchRests();
	}

	@Test
	void stopsSearchWhenAnotherViewIsOpened() {
		searchAmongThousands();

		browser.run("location.hash = '#/queues'");

		page.awaitTexts("h1", "Queues");
		assertThatSearchRests();
	}

	@Test
	void searchesAgainWhenAsked() {
		searchAmongThousands();
		page.click("Pause updates");
		page.awaitText("#content", "The search was stopped");
		long before = parts();

		page.click("Search");

		await().atMost(ConsolePage.PATIENCE).until(() -> parts() > before);
		page.click("Resume updates");
	}

	@Test
	void takesJobOutOfWhatWasFoundWithoutSearchingAgain() {
		bury(3);
		page.open("dead", "Dead");
		browser.run(SLOW_SEARCH);
		browser.find("#find").sendKeys("Charge" + Keys.ENTER);
		await().atMost(ConsolePage.PATIENCE).until(() -> browser.texts("tbody .jid").size() == 3);
		long before = parts();

		page.click("Delete ChargeCard 1");
		page.confirm();

		page.awaitTexts("tbody .jid", "0", "2");
		assertThat(parts()).isEqualTo(before);
		assertThat(this.queue.zcard("dead")).isEqualTo(2);
	}

	private void searchAmongThousands() {
		bury(20_000);
		page.open("dead", "Dead");
		browser.run(SLOW_SEARCH);
		browser.find("#find").sendKeys("nowhere" + Keys.ENTER);
		await().atMost(ConsolePage.PATIENCE).until(() -> parts() > 1);
	}

	private static void assertThatSearchRests() {
		long before = parts();
		await().during(Duration.ofSeconds(2)).atMost(ConsolePage.PATIENCE).until(() -> parts() <= before + 1);
	}

	private static long parts() {
		return ((Number) browser.run("return window.parts")).longValue();
	}

	@SuppressWarnings("unchecked")
	private void bury(int count) {
		String[] jobs = jobs(count);
		for (int from = 0; from < count; from += 1_000) {
			this.queue.zadd("dead",
					IntStream.range(from, Math.min(count, from + 1_000))
						.mapToObj((i) -> ScoredValue.just(1_795_000_000.0 + i, jobs[i]))
						.toArray(ScoredValue[]::new));
		}
	}

	private static String[] jobs(int count) {
		return IntStream.range(0, count)
			.mapToObj("{\"class\":\"ChargeCard\",\"jid\":\"%d\",\"args\":[]}"::formatted)
			.toArray(String[]::new);
	}

}
