package io.github.valkeyflavors.it.storefront;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The storefront as people run it: its jar in a process of its own, configured by
 * environment variables alone, with one browser.
 */
final class StorefrontProcess implements AutoCloseable {

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final int KEPT_LINES = 200;

	private final Process process;

	private final Queue<String> output = new ConcurrentLinkedQueue<>();

	private final int port;

	private HttpClient browser = newBrowser();

	private StorefrontProcess(Process process) throws InterruptedException {
		this.process = process;
		CompletableFuture<Integer> started = new CompletableFuture<>();
		Thread reader = new Thread(() -> read(started), "storefront-output");
		reader.setDaemon(true);
		reader.start();
		try {
			this.port = started.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			close();
			throw new IllegalStateException("The storefront did not start:\n" + String.join("\n", this.output), ex);
		}
	}

	static StorefrontProcess start(Map<String, String> variables, String... options)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-XX:TieredStopAtLevel=1");
		command.addAll(List.of(options));
		command.addAll(List.of("-jar", System.getProperty("storefront.jar")));
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment()
			.keySet()
			.removeIf((name) -> name.matches("(REDIS|VALKEY|SPRING|SERVER|MANAGEMENT)_.*|PORT|JAVA_TOOL_OPTIONS"));
		builder.environment().putAll(variables);
		builder.environment().put("PORT", "0");
		return new StorefrontProcess(builder.redirectErrorStream(true).start());
	}

	private void read(CompletableFuture<Integer> started) {
		try (BufferedReader reader = this.process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.output.add(line);
				if (this.output.size() > KEPT_LINES) {
					this.output.remove();
				}
				Matcher matcher = STARTED.matcher(line);
				if (matcher.find()) {
					started.complete(Integer.valueOf(matcher.group(1)));
				}
			}
			started.completeExceptionally(new IllegalStateException("The process ended"));
		}
		catch (IOException ex) {
			started.completeExceptionally(ex);
		}
	}

	private static HttpClient newBrowser() {
		return HttpClient.newBuilder().cookieHandler(new CookieManager()).connectTimeout(TIMEOUT).build();
	}

	/**
	 * Continue as somebody who has no cookie.
	 */
	void forgetCookies() {
		this.browser = newBrowser();
	}

	Answer get(String path) throws IOException, InterruptedException {
		return send(request(path).GET());
	}

	/**
	 * Ask for a page, as a person does. The body is the field {@code text}.
	 */
	Answer page(String path) throws IOException, InterruptedException {
		return send(request(path).header("Accept", "text/html").GET());
	}

	Answer post(String path, String json) throws IOException, InterruptedException {
		return send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json)));
	}

	String url(String path) {
		return "http://localhost:" + this.port + path;
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(url(path))).timeout(TIMEOUT);
	}

	private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpResponse<String> response = this.browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
		String body = response.body();
		return new Answer(response.statusCode(), body.startsWith("{") ? JsonMapper.shared().readTree(body)
				: JsonMapper.shared().createObjectNode().put("text", body));
	}

	List<String> output() {
		return List.copyOf(this.output);
	}

	/**
	 * End the process as {@code kill -9} does.
	 */
	void kill() {
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			this.process.onExit().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.process.destroyForcibly();
		}
		catch (ExecutionException | TimeoutException ex) {
			this.process.destroyForcibly();
		}
	}

	/**
	 * An answer with its JSON body.
	 */
	record Answer(int status, JsonNode body) {

		String text(String field) {
			return this.body.path(field).asString("");
		}

	}

}
