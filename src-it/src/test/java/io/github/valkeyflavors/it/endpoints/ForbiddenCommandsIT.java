package io.github.valkeyflavors.it.endpoints;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.WebApplicationType;

import io.github.valkeyflavors.it.endpoints.EndpointsApplication.Answer;
import io.github.valkeyflavors.it.servers.Server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The endpoints with users that may not send every command.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ForbiddenCommandsIT {

	private final Server cache = Server.start("cache");

	private final Server queue = Server.start("queue");

	private EndpointsApplication application;

	@BeforeAll
	void start() {
		this.cache.commands()
			.aclSetuser("app", user().removeCommand(CommandType.FLUSHDB).removeCommand(CommandType.INFO));
		this.queue.commands()
			.aclSetuser("app", user().removeCommand(CommandType.EVAL).removeCommand(CommandType.EVALSHA));
		Map<String, String> variables = new HashMap<>(this.cache.variables("REDIS_CACHE"));
		variables.putAll(this.queue.variables("REDIS_QUEUE"));
		variables.put("REDIS_USERNAME", "app");
		variables.put("REDIS_PASSWORD", "password");
		this.application = EndpointsApplication.start(WebApplicationType.SERVLET, variables,
				EndpointsApplication.WRITE_ACCESS);
	}

	private static AclSetuserArgs user() {
		return AclSetuserArgs.Builder.on().addPassword("password").allKeys().allChannels().allCommands();
	}

	@AfterAll
	void stop() {
		this.application.close();
		this.cache.close();
		this.queue.close();
	}

	@Test
	void saysThatFlushIsForbidden() {
		Answer answer = this.application.call("DELETE", "valkeyflavors/cache/databases/cache");

		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.text("$.detail")).isEqualTo(
				"The server of flavor 'cache' forbids this user the command. Allow the command in the ACL of the user.");
	}

	@Test
	void showsFlavorWhoseServerDoesNotTell() {
		await().atMost(Duration.ofSeconds(20))
			.until(() -> this.application.get("valkeyflavors/cache").body().contains("\"forbidden\""));
		Answer answer = this.application.get("valkeyflavors/cache");

		assertThat(answer.text("$.server.state")).isEqualTo("unknown");
		assertThat(answer.text("$.breaker.state")).isEqualTo("closed");
	}

	@Test
	void saysThatScriptIsForbidden() {
		assertThat(this.application.call("DELETE", "valkeyqueues/dead?all=true").status()).isEqualTo(403);
	}

	@Test
	void reportsPartThatNeedsScriptAndShowsTheRest() {
		Answer answer = this.application.get("valkeyqueues");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text("$.problems.statistics")).contains("forbids this user the command");
		assertThat(answer.number("$.queues.length()")).isZero();
	}

	@Test
	void showsWhatNeedsNoScript() {
		assertThat(this.application.get("valkeyqueues/dead").number("$.size")).isZero();
	}

}
