package io.github.valkeyflavors.it.sidekiq;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.it.servers.Server;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

/**
 * The Ruby application that shares the queue: a console for {@code jobs.rb}, and worker
 * processes as they are needed.
 */
final class Sidekiq implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Server queue;

	private final String url;

	private final SidekiqContainer console;

	private Sidekiq(Server queue) {
		this.queue = queue;
		this.url = "REDIS_URL=redis://%s:%d/3".formatted(queue.host(), queue.port());
		this.console = SidekiqContainer.start("env", this.url, "ruby", "-e",
				source("jobs.rb") + "\n" + source("console.rb"));
	}

	/**
	 * Start a console, or skip the test where none can run.
	 */
	static Sidekiq on(Server queue) {
		SidekiqContainer.require();
		return new Sidekiq(queue);
	}

	private static String source(String name) {
		try (InputStream source = Sidekiq.class.getResourceAsStream(name)) {
			return new String(source.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The value of a Ruby expression, by way of JSON.
	 */
	JsonNode eval(String ruby) {
		this.console.write(JSON.writeValueAsString(ruby) + "\n");
		JsonNode answer = JSON.readTree(this.console.nextLine());
		if (answer.has("error")) {
			fail("%s\nraised %s\n%s", ruby, answer.get("error").asString(), this.console.output());
		}
		return answer.get("value");
	}

	/**
	 * Wait until a Ruby expression is true.
	 */
	void awaitTrue(String ruby) {
		await(ruby).atMost(PATIENCE).until(() -> eval(ruby).asBoolean());
	}

	/**
	 * Start a Sidekiq process that performs jobs.
	 */
	SidekiqContainer startWorker() {
		SidekiqContainer worker = SidekiqContainer.start("env", this.url, "sh", "-c",
				"cat > /tmp/jobs.rb && exec sidekiq -r /tmp/jobs.rb -c 2 -q default -q low -t 1");
		worker.write(source("jobs.rb"));
		worker.endInput();
		return worker;
	}

	/**
	 * The payloads that Ruby has performed, oldest first.
	 */
	List<JsonNode> performed() {
		return this.queue.commands(3).lrange("ruby:performed", 0, -1).stream().map(JSON::readTree).toList();
	}

	List<JsonNode> awaitPerformed(int number) {
		await("jobs that Ruby performed").atMost(PATIENCE).until(() -> performed().size() >= number);
		return performed();
	}

	@Override
	public void close() {
		this.console.close();
	}

}
