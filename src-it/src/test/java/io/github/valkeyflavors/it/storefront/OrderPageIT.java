package io.github.valkeyflavors.it.storefront;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;

import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The storefront's pages in a real browser: how an order shows the life of its job.
 */
@ValkeyServers
class OrderPageIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String PAUSED = "valkey-flavors:paused";

	private static Servers servers;

	private static Chromium browser;

	private static StorefrontProcess storefront;

	@BeforeAll
	static void start() throws Exception {
		browser = Chromium.start(true);
		// Long enough to see an attempt while it runs
		storefront = StorefrontProcess.start(SplitStorefrontIT.variablesOf(servers), "-Dstorefront.payment.latency=2s");
		logIn(browser);
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
		}
		if (storefront != null) {
			storefront.close();
		}
	}

	@Test
	void showsTheLifeOfAJobWhileItIsLived() throws Exception {
		pauseQueue();
		order(browser, "DECLINED_AT_FIRST");
		browser.mark();
		awaitSteps("Waiting");
		assertThat(browser.texts(".status")).containsExactly("pending");
		browser.photograph("order-1-waiting");

		resumeQueue();
		awaitSteps("Waiting", "Running");
		browser.photograph("order-2-running");
		awaitSteps("Waiting", "Running", "Failed");
		assertThat(browser.texts(".failed .step-detail")).singleElement()
			.asString()
			.startsWith("The bank declined the card.");
		browser.photograph("order-3-failed");
		awaitSteps("Waiting", "Running", "Failed", "Retried");
		assertThat(browser.texts(".retried .step-detail")).containsExactly("Running again, attempt 2.");
		assertThat(browser.texts(".failed .step-detail")).containsExactly("The bank declined the card.");
		browser.photograph("order-4-retried");
		awaitSteps("Waiting", "Running", "Failed", "Retried", "Done");
		assertThat(browser.texts(".status")).containsExactly("confirmed");
		browser.photograph("order-5-done");

		assertThat(browser.isMarked()).isTrue();
		assertThat(browser.fitsAPhone()).isTrue();
	}

	@Test
	void offersCardsOnAPhone() throws Exception {
		browser.open(storefront.url("/products/1"));
		browser.photograph("product");

		assertThat(browser.texts("#card option")).hasSize(3);
		assertThat(browser.fitsAPhone()).isTrue();
	}

	@Test
	void showsThatAJobIsGivenUp() throws Exception {
		order(browser, "DECLINED");

		awaitSteps("Waiting", "Running", "Failed", "Retried", "Failed", "Retried", "Failed", "Given up");
		assertThat(browser.texts(".status")).containsExactly("failed");
		browser.photograph("order-6-given-up");
	}

	@Test
	void listsTheLifeOfAJobWhileItIsLived() throws Exception {
		pauseQueue();
		order(browser, "DECLINED_AT_FIRST");
		browser.open(storefront.url("/orders"));
		browser.mark();
		assertThat(newestSteps()).containsExactly("Waiting");

		resumeQueue();
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(newestSteps()).startsWith("Waiting", "Running", "Failed"));
		browser.photograph("orders-1-failed");
		await().atMost(PATIENCE)
			.until(() -> newestSteps().equals(List.of("Waiting", "Running", "Failed", "Retried", "Done")));
		assertThat(browser.texts(".orders > li:first-child .status")).containsExactly("confirmed");
		browser.photograph("orders-2-done");

		assertThat(browser.isMarked()).isTrue();
		assertThat(browser.fitsAPhone()).isTrue();
	}

	@Test
	void reloadsWithoutScripts() {
		try (Chromium plain = Chromium.start(false)) {
			logIn(plain);
			order(plain, "ACCEPTED");
			WebElement before = plain.find("#watch");
			assertThat(plain.source()).contains(">pending<");

			await().atMost(PATIENCE).until(() -> plain.source().contains(">Done<"));
			assertThat(plain.source()).contains(">confirmed<", ">Waiting<", ">Running<");
			assertThatExceptionOfType(StaleElementReferenceException.class).isThrownBy(before::getText);
		}
	}

	@Test
	void showsItsServersInTheConsole() {
		browser.open(storefront.url("/valkey"));

		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(browser.texts(".card h2")).containsExactly("cache", "sessions", "queue"));
		assertThat(browser.url()).contains("/valkey/");
	}

	private static void logIn(Chromium browser) {
		browser.open(storefront.url("/login"));
		browser.find("#user").sendKeys("Ada");
		browser.find("main button").click();
		// Else the answer may come after the next page was asked for, and take its place
		await().atMost(PATIENCE).until(() -> !browser.url().contains("/login"));
	}

	private static void order(Chromium browser, String card) {
		browser.open(storefront.url("/products/1"));
		await().atMost(PATIENCE).until(() -> !browser.texts("#card option").isEmpty());
		browser.find("#card option[value=" + card + "]").click();
		browser.find(".order button").click();
		await().atMost(PATIENCE).until(() -> browser.url().contains("/orders/"));
	}

	private static void pauseQueue() {
		servers.server("queue").commands(3).sadd(PAUSED, "default");
		// A fetch that waits for a job already does not know it yet
		await().atMost(PATIENCE)
			.during(Duration.ofMillis(300))
			.until(() -> !servers.server("queue").commands(3).clientList().contains(" flags=b "));
	}

	private static void resumeQueue() {
		servers.server("queue").commands(3).srem(PAUSED, "default");
	}

	// More may have happened meanwhile: a slow machine must not fail for that
	private static void awaitSteps(String... steps) {
		await().atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(100))
			.untilAsserted(() -> assertThat(browser.texts(".step-name")).startsWith(steps));
	}

	private static List<String> newestSteps() {
		return browser.texts(".orders > li:first-child .step-name");
	}

}
