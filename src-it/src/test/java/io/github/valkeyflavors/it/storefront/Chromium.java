package io.github.valkeyflavors.it.storefront;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

import io.github.valkeyflavors.it.servers.Requirement;

/**
 * A real browser without a window.
 */
public final class Chromium implements AutoCloseable {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int DESKTOP = 1_280;

	private static final int PHONE = 390;

	private static final int HEIGHT = 800;

	private final ChromeDriver driver;

	private Chromium(ChromeDriver driver) {
		this.driver = driver;
		driver.manage().timeouts().pageLoadTimeout(TIMEOUT).scriptTimeout(TIMEOUT);
		width(DESKTOP);
	}

	/**
	 * Start the browser; where there is none, the test ends here.
	 * @param scripts whether pages may run scripts
	 */
	public static Chromium start(boolean scripts) {
		Optional<File> browser = onPath("chromium", "chromium-browser", "google-chrome");
		Optional<File> driver = onPath("chromedriver");
		if (browser.isEmpty() || driver.isEmpty()) {
			Requirement.CHROMIUM.missing("chromium or chromedriver is not on the PATH");
		}
		ChromeOptions options = new ChromeOptions();
		options.setBinary(browser.orElseThrow());
		// A container has no user namespaces for the sandbox, and little shared memory
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
		if (!scripts) {
			options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
		}
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(driver.orElseThrow())
			.usingAnyFreePort()
			.withTimeout(TIMEOUT)
			.build();
		return new Chromium(new ChromeDriver(service, options));
	}

	private static Optional<File> onPath(String... names) {
		List<Path> folders = Pattern.compile(File.pathSeparator)
			.splitAsStream(System.getenv("PATH"))
			.map(Path::of)
			.toList();
		return Stream.of(names)
			.flatMap((name) -> folders.stream().map((folder) -> folder.resolve(name)))
			.filter(Files::isExecutable)
			.map(Path::toFile)
			.findFirst();
	}

	public void open(String url) {
		this.driver.get(url);
	}

	public String url() {
		return String.valueOf(this.driver.getCurrentUrl());
	}

	public String source() {
		return String.valueOf(this.driver.getPageSource());
	}

	public WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	/**
	 * The text of each element, all read at the same moment.
	 */
	public List<String> texts(String selector) {
		Object texts = this.driver.executeScript(
				"return [...document.querySelectorAll(arguments[0])].map((found) => found.innerText)", selector);
		return ((List<?>) texts).stream().map(String::valueOf).toList();
	}

	/**
	 * Leave a mark on the page that a reload removes.
	 */
	public void mark() {
		this.driver.executeScript("window.marked = true");
	}

	public boolean isMarked() {
		return Boolean.TRUE.equals(this.driver.executeScript("return window.marked === true"));
	}

	/**
	 * Whether all of the page fits the width of a phone.
	 */
	public boolean fitsAPhone() {
		return fits(PHONE);
	}

	/**
	 * Whether all of the page fits a width.
	 */
	public boolean fits(int width) {
		width(width);
		Object needed = this.driver.executeScript("return document.documentElement.scrollWidth");
		width(DESKTOP);
		return ((Number) needed).intValue() <= width;
	}

	/**
	 * Press keys, as somebody without a mouse does.
	 */
	public void press(CharSequence... keys) {
		new Actions(this.driver).sendKeys(keys).perform();
	}

	/**
	 * What a script returns.
	 */
	public Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	/**
	 * Run a script at the start of every page, before its own ones.
	 * @return ends that
	 */
	public Runnable runFirst(String script) {
		Map<String, Object> added = this.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
				Map.of("source", script));
		return () -> this.driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument",
				Map.of("identifier", String.valueOf(added.get("identifier"))));
	}

	/**
	 * Show the page in light or dark colors.
	 */
	public void colors(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/**
	 * Keep pictures of the page as it is on a desktop, on a phone, and in dark colors.
	 */
	public void photograph(String name) throws IOException {
		Files.createDirectories(SCREENSHOTS);
		photograph(name, DESKTOP, "light");
		photograph(name + "-phone", PHONE, "light");
		photograph(name + "-dark", DESKTOP, "dark");
		colors("light");
		width(DESKTOP);
	}

	private void photograph(String name, int width, String colors) throws IOException {
		colors(colors);
		width(width);
		Object height = this.driver.executeScript("return document.documentElement.scrollHeight");
		size(width, ((Number) height).intValue());
		Files.write(SCREENSHOTS.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
	}

	private void width(int width) {
		size(width, HEIGHT);
	}

	private void size(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width <= PHONE));
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
