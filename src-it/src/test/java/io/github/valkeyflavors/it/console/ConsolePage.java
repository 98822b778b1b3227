package io.github.valkeyflavors.it.console;

import java.time.Duration;
import java.util.List;

import org.openqa.selenium.Keys;

import io.github.valkeyflavors.it.storefront.Chromium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The console in a browser.
 */
final class ConsolePage {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int MOST_TABS = 80;

	private final Chromium browser;

	private final ConsoleHost host;

	ConsolePage(Chromium browser, ConsoleHost host) {
		this.browser = browser;
		this.host = host;
	}

	/**
	 * Go to a view and wait until it is there.
	 */
	void open(String view, String title) {
		this.browser.open("about:blank");
		this.browser.open(this.host.url("/valkey/#/" + view));
		awaitTexts("h1", title);
		await().atMost(PATIENCE).until(() -> this.browser.texts("#updated").get(0).startsWith("Updated"));
	}

	void awaitTexts(String selector, String... texts) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.browser.texts(selector)).containsExactly(texts));
	}

	void awaitText(String selector, String text) {
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(String.join("\n", this.browser.texts(selector))).contains(text));
	}

	/**
	 * Go on with the tabulator key until something has the focus.
	 */
	void tabTo(String label) {
		for (int i = 0; i < MOST_TABS; i++) {
			this.browser.press(Keys.TAB);
			if (label.equals(focused())) {
				return;
			}
		}
		throw new AssertionError("No way to '%s' by the keyboard".formatted(label));
	}

	/**
	 * What has the focus, by its name for a screen reader.
	 */
	String focused() {
		return String.valueOf(this.browser.run(
				"const e = document.activeElement; return e.getAttribute('aria-label') ?? (e === document.body ? '' : e.innerText)"));
	}

	boolean isFocusVisible() {
		return Boolean.TRUE.equals(this.browser.run(
				"return getComputedStyle(document.activeElement).outlineStyle !== 'none' && document.activeElement.matches(':focus-visible')"));
	}

	void click(String label) {
		await().atMost(PATIENCE)
			.until(() -> Boolean.TRUE.equals(this.browser.run(
					"const e = [...document.querySelectorAll('button, a')].find((b) => (b.getAttribute('aria-label') ?? b.innerText) === arguments[0]); e?.click(); return Boolean(e)",
					label)));
	}

	void confirm() {
		await().atMost(PATIENCE)
			.until(() -> Boolean.TRUE.equals(this.browser.run("return document.getElementById('dialog').open")));
		this.browser.find("#dialog-confirm").click();
	}

	List<String> buttons() {
		return this.browser.texts("#content button");
	}

}
