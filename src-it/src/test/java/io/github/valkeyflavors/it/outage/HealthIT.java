package io.github.valkeyflavors.it.outage;

import java.time.Duration;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.it.outage.Storefront.Answer;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.queue.OutageMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The health of an application, and of its flavors, says what the application can do
 * without its servers.
 */
@ValkeyServers
class HealthIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final int MOST_JOBS = 2;

	private Servers servers;

	private Storefront storefront;

	@BeforeEach
	void start() {
		this.storefront = Storefront.start(Storefront.variables(this.servers), Storefront.NO_WORKER,
				"--management.endpoint.health.show-components=always", "--valkey.queue.outage.buffer-jobs=" + MOST_JOBS,
				"--valkey.queue.outage.stop-timeout=0");
		assertThat(this.storefront.get("/api/products/1").status()).isEqualTo(200);
		assertThat(this.storefront.logIn().status()).isEqualTo(200);
		order();
	}

	@AfterEach
	void stop() {
		this.servers.all().forEach(Server::heal);
		this.storefront.close();
	}

	@Test
	void isUpWhileAllServersAreWell() {
		awaitHealth("UP", "");
		Storefront.FLAVORS.forEach((flavor) -> awaitHealth("UP", flavor));
	}

	@Test
	void applicationStaysUpWithoutItsCache() {
		this.servers.server("cache").kill();
		awaitHealth("DEGRADED", "cache");

		Answer answer = this.storefront.get("/actuator/health");

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(statusIn(answer)).isEqualTo("UP");
	}

	@Test
	void applicationIsDownWithoutItsSessions() {
		this.servers.server("sessions").kill();
		awaitHealth("DOWN", "sessions");

		Answer answer = this.storefront.get("/actuator/health");

		assertThat(answer.status()).as(answer.body()).isEqualTo(503);
	}

	@Test
	void sessionsAreDownWhileTheirServerIsFull() {
		this.servers.server("sessions").fill();
		assertThat(this.storefront.logIn().status()).isEqualTo(503);

		awaitHealth("DOWN", "sessions");
		assertThat(this.storefront.get("/actuator/health").status()).isEqualTo(503);
	}

	@Test
	void sessionsAreUpAgainWhenTheirServerHasRoom() {
		this.servers.server("sessions").fill();
		assertThat(this.storefront.logIn().status()).isEqualTo(503);
		awaitHealth("DOWN", "sessions");

		this.servers.server("sessions").heal();

		await().atMost(PATIENCE)
			.untilAsserted(
					() -> assertThat(this.storefront.logIn().status() + " " + status("sessions")).isEqualTo("200 UP"));
	}

	@Test
	void queueIsDegradedWhileJobsAreKept() {
		this.servers.server("queue").freeze();
		order();

		awaitHealth("DEGRADED", "queue");
	}

	@Test
	void applicationStaysUpWhileJobsAreKept() {
		this.servers.server("queue").freeze();
		order();
		awaitHealth("DEGRADED", "queue");

		Answer answer = this.storefront.get("/actuator/health");

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
	}

	@Test
	void queueIsDownWhenNoMoreJobsCanBeKept() {
		this.servers.server("queue").freeze();
		order();
		awaitHealth("DEGRADED", "queue");
		for (int jobs = 1; jobs < MOST_JOBS; jobs++) {
			order();
		}

		awaitHealth("DOWN", "queue");
	}

	@Test
	void queueIsDownWhenJobWasRefused() {
		this.servers.server("queue").freeze();
		order();
		awaitHealth("DEGRADED", "queue");
		JobClient jobs = this.storefront.bean(JobClient.class).with(JobOptions.NONE.outage(OutageMode.FAIL));

		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> jobs.enqueue("order_confirmation", UUID.randomUUID()));

		awaitHealth("DOWN", "queue");
	}

	@Test
	void queueIsUpAgainWhenItIsBackInService() {
		this.servers.server("queue").freeze();
		for (int jobs = 0; jobs < MOST_JOBS; jobs++) {
			order();
		}
		await().atMost(PATIENCE).until(() -> status("queue").equals("DOWN") && isOutOfService("queue"));

		this.servers.server("queue").thaw();

		awaitHealth("UP", "queue");
	}

	private void order() {
		Answer answer = this.storefront.order();
		assertThat(answer.status()).as(answer.body()).isEqualTo(202);
	}

	private void awaitHealth(String expected, String flavor) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(status(flavor)).isEqualTo(expected));
	}

	private boolean isOutOfService(String flavor) {
		return this.storefront.bean(MeterRegistry.class)
			.get("valkey.breaker.open")
			.tag("flavor", flavor)
			.gauge()
			.value() == 1;
	}

	private String status(String flavor) {
		return statusIn(this.storefront
			.get(flavor.isEmpty() ? "/actuator/health" : "/actuator/health/valkeyFlavors/" + flavor));
	}

	private static String statusIn(Answer answer) {
		return JsonMapper.shared().readTree(answer.body()).path("status").asString("");
	}

}
