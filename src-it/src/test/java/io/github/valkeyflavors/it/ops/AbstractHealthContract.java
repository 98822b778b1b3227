package io.github.valkeyflavors.it.ops;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

import io.github.valkeyflavors.it.ops.HealthApplication.Answer;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The health of flavors as a load balancer or Kubernetes sees it.
 */
@ValkeyServers
abstract class AbstractHealthContract {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String GROUP = "management.endpoint.health.group.readiness.include=readinessState,";

	private final WebApplicationType type;

	private Servers servers;

	private HealthApplication application;

	AbstractHealthContract(WebApplicationType type) {
		this.type = type;
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	private void start(String... properties) {
		start(Map.of(), properties);
	}

	private void start(Map<String, String> credentials, String... properties) {
		Map<String, String> variables = new HashMap<>(credentials);
		for (String flavor : List.of("cache", "sessions", "queue")) {
			variables.putAll(this.servers.server(flavor).variables("REDIS_" + flavor.toUpperCase(Locale.ROOT)));
		}
		this.application = HealthApplication.start(this.type, variables, properties);
		await().atMost(PATIENCE).untilAsserted(() -> {
			for (String flavor : List.of("cache", "sessions", "queue")) {
				assertThat(this.application.health("/valkeyFlavors/" + flavor).body()).contains("\"UP\"");
			}
		});
	}

	private void awaitStatus(String path, int status, String text) {
		await().atMost(PATIENCE).untilAsserted(() -> {
			Answer answer = this.application.health(path);
			assertThat(answer.status()).isEqualTo(status);
			assertThat(answer.body()).contains("\"status\":\"" + text + "\"");
		});
	}

	@Test
	void isUpWithChildrenInPlaceOfBootsOwn() {
		start();

		Answer health = this.application.health("");
		assertThat(health.status()).isEqualTo(200);
		assertThat(health.body()).contains("\"valkeyFlavors\"", "\"cache\"", "\"queue\"", "\"sessions\"")
			.doesNotContain("\"redis\":");
	}

	@Test
	void cacheThatIsAwayIsDegradedWithStatus200() {
		start(GROUP + "valkeyFlavors");

		this.servers.server("cache").kill();

		awaitStatus("/valkeyFlavors/cache", 200, "DEGRADED");
		assertThat(this.application.health("").status()).isEqualTo(200);
		assertThat(this.application.health("").body()).startsWith("{\"components\"").contains("\"DEGRADED\"");
		assertThat(this.application.health("/readiness").status()).isEqualTo(200);
	}

	@Test
	void groupOfDegradedCacheAloneAnswers200() {
		start("management.endpoint.health.group.caches.include=valkeyFlavors/cache");

		this.servers.server("cache").kill();

		awaitStatus("/valkeyFlavors/cache", 200, "DEGRADED");
		assertThat(this.application.health("/caches").status()).isEqualTo(200);
	}

	@Test
	void sessionsThatAreAwayMakeReadinessFail() {
		start(GROUP + "valkeyFlavors");

		this.servers.server("sessions").kill();

		awaitStatus("/readiness", 503, "DOWN");
	}

	@Test
	void readinessMayLookAtOneFlavor() {
		start(GROUP + "valkeyFlavors/sessions");

		this.servers.server("sessions").kill();

		awaitStatus("/readiness", 503, "DOWN");
	}

	@Test
	void readinessLooksAtNoOtherFlavor() {
		start(GROUP + "valkeyFlavors/queue");

		this.servers.server("sessions").kill();

		awaitStatus("/valkeyFlavors/sessions", 503, "DOWN");
		assertThat(this.application.health("/readiness").status()).isEqualTo(200);
	}

	@Test
	void answersWithinASecondWhenAllServersAreFrozen() {
		start();
		// So that the answers that are kept are those of the frozen servers
		Duration kept = Duration.ofMillis(1100);
		this.servers.all().forEach(Server::freeze);
		await().pollDelay(kept).atMost(PATIENCE).until(() -> true);

		Answer answer = this.application.health("/valkeyFlavors");

		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.took()).isLessThan(Duration.ofMillis(1300));
	}

	@Test
	void doesWithPingAndRole() {
		Server sessions = this.servers.server("sessions");
		sessions.commands()
			.aclSetuser("probe",
					AclSetuserArgs.Builder.on()
						.addPassword("secret")
						.addCommand(CommandType.PING)
						.addCommand(CommandType.ROLE));
		try {
			start(Map.of("REDIS_SESSIONS_USERNAME", "probe", "REDIS_SESSIONS_PASSWORD", "secret"));

			assertThat(this.application.health("/valkeyFlavors/sessions").body()).contains("\"role\":\"primary\"")
				.contains("probe:***@")
				.doesNotContain("secret");
		}
		finally {
			sessions.commands().aclDeluser("probe");
		}
	}

}
