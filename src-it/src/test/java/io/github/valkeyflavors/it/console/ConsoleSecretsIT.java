package io.github.valkeyflavors.it.console;

import java.time.Duration;
import java.util.List;

import io.lettuce.core.AclSetuserArgs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.valkeyflavors.it.console.ConsoleClient.Answer;
import io.github.valkeyflavors.it.servers.Server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Passwords are planted wherever an application can have one, and the console is asked
 * while the servers answer and when they do not: no answer holds any of them.
 */
class ConsoleSecretsIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String SECRET = "s3cr3t";

	private static final List<String> PATHS = List.of("me", "flavors", "history", "processes", "counts", "queues");

	private final Server cache = Server.start("cache");

	private final Server sessions = Server.start("sessions");

	private final Server queue = Server.start("queue");

	private ConfigurableApplicationContext application;

	private ConsoleClient client;

	@BeforeEach
	void start() {
		this.cache.commands()
			.aclSetuser(secret("user"),
					AclSetuserArgs.Builder.on().addPassword(secret("cache")).allKeys().allChannels().allCommands());
		this.sessions.requirePassword(secret("sessions"));
		this.queue.requirePassword(secret("queue"));
		this.application = new SpringApplicationBuilder(ConsoleApplication.class).web(WebApplicationType.SERVLET)
			.run("--spring.config.name=none", "--server.port=0", "--valkey.console.enabled=true",
					"--valkey.watch.interval=1s", "--valkey.queue.worker.heartbeat-interval=1s",
					"--REDIS_CACHE_URL=redis://%s:%s@127.0.0.1:%d".formatted(secret("user"), secret("cache"),
							this.cache.port()),
					"--REDIS_SESSION_URL=redis://:%s@127.0.0.1:%d".formatted(secret("sessions"), this.sessions.port()),
					"--REDIS_QUEUE_HOST=" + this.queue.host(), "--REDIS_QUEUE_PORT=" + this.queue.port(),
					"--REDIS_QUEUE_PASSWORD=" + secret("queue"), "--REDIS_PASSWORD=" + secret("variable"),
					"--spring.data.redis.password=" + secret("boot"));
		this.client = new ConsoleClient(
				this.application.getEnvironment().getRequiredProperty("local.server.port", int.class));
	}

	private static String secret(String place) {
		return SECRET + place;
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.cache.close();
		this.sessions.close();
		this.queue.close();
	}

	@Test
	void noAnswerHoldsOne() {
		await().atMost(PATIENCE)
			.until(() -> this.client.get("/valkey/api/flavors").body().split("\"answers\"", -1).length == 4);
		await().atMost(PATIENCE).until(() -> this.client.get("/valkey/api/processes").json().size() == 1);
		checkAll();
		this.cache.kill();
		this.sessions.kill();
		this.queue.kill();

		await().atMost(PATIENCE)
			.until(() -> this.client.get("/valkey/api/flavors").body().split("\"silent\"", -1).length == 4);
		await().atMost(PATIENCE).until(() -> this.client.get("/valkey/api/history").body().contains("Out of service"));
		checkAll();
	}

	private void checkAll() {
		for (String path : PATHS) {
			Answer answer = this.client.get("/valkey/api/" + path);

			assertThat(answer.status()).as(path).isIn(200, 503);
			assertThat(answer.body()).as(path).isNotEmpty().doesNotContain(SECRET);
			assertThat(answer.headers().toString()).as(path).doesNotContain(SECRET);
		}
	}

}
