package io.github.valkeyflavors.it.console;

import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.github.valkeyflavors.it.console.ConsoleClient.Answer;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.queue.JobClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who sees the console under Spring Security, and who may act.
 */
@ValkeyServers
class SecuredConsoleIT {

	private static final String PAUSE = "{\"action\":\"pause\",\"queue\":\"default\"}";

	private static ConsoleHost host;

	private Servers servers;

	private ConsoleClient client;

	@BeforeAll
	static void start(Servers servers) {
		host = ConsoleHost.start(SecuredConsoleApplication.class, servers, "valkey.queue.worker.enabled=false");
	}

	@AfterAll
	static void stop() {
		host.close();
	}

	@BeforeEach
	void oneJobWaits() {
		this.servers.flushAll();
		this.client = host.client();
		host.bean(JobClient.class).enqueue("ChargeCard", "4711");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/valkey", "/valkey/", "/valkey/console.js", "/valkey/api/queues" })
	void sendsPeopleToTheLogin(String path) {
		Answer answer = this.client.with("Accept", "text/html").get(path);

		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.header("Location")).endsWith("/login");
	}

	@Test
	void asksProgramsForBasicAuthentication() {
		Answer answer = this.client.with("Accept", "application/json").get("/valkey/api/queues");

		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.header("WWW-Authenticate")).startsWith("Basic");
	}

	@Test
	void tellsItsPageOfALogoutWithoutRedirect() {
		assertThat(this.client.with("Accept", "application/json")
			.with("X-Requested-With", "XMLHttpRequest")
			.get("/valkey/api/queues")
			.status()).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/valkey/", "/valkey/console.js", "/valkey/api/queues" })
	void refusesUsersWithoutRole(String path) {
		assertThat(this.client.as("nina").get(path).status()).isEqualTo(403);
	}

	@Test
	void letsViewersLook() {
		this.client.as("vera");

		assertThat(this.client.get("/valkey/").status()).isEqualTo(200);
		assertThat(this.client.get("/valkey/api/queues").status()).isEqualTo(200);
		assertThat(this.client.get("/valkey/api/me").json().path("operator").asBoolean()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "queues", "sets", "processes" })
	void refusesActionsOfViewers(String path) {
		this.client.as("vera");
		sendToken();

		Answer answer = this.client.post("/valkey/api/" + path, PAUSE);

		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.detail()).isEqualTo("You may look, but not act.");
	}

	@Test
	void letsOperatorsAct() {
		this.client.as("otto");
		sendToken();

		assertThat(this.client.post("/valkey/api/queues", PAUSE).status()).isEqualTo(200);
		assertThat(this.servers.server("queue").commands(3).smembers("valkey-flavors:paused"))
			.containsExactly("default");
	}

	@Test
	void refusesActionsWithoutToken() {
		this.client.as("otto");

		assertThat(this.client.post("/valkey/api/queues", PAUSE).status()).isEqualTo(403);
		assertThat(this.servers.server("queue").commands(3).exists("valkey-flavors:paused")).isZero();
	}

	@Test
	void refusesActionsWithTokenOfAnotherSession() {
		ConsoleClient other = host.client().as("otto");
		String token = other.get("/valkey/api/me").json().path("headers").path("X-CSRF-TOKEN").asString("");
		this.client.as("otto").get("/valkey/api/me");

		assertThat(token).isNotEmpty();
		assertThat(this.client.with("X-CSRF-TOKEN", token).post("/valkey/api/queues", PAUSE).status()).isEqualTo(403);
	}

	@Test
	void answersAlsoWhoComesThroughAProxy() {
		assertThat(this.client.as("vera")
			.with("Host", "ops.example.com")
			.with("X-Forwarded-For", "10.0.0.7")
			.get("/valkey/")
			.status()).isEqualTo(200);
	}

	@Test
	void answersOnLoopbackOnlyWhereNoChainCoversIt() {
		try (ConsoleHost uncovered = ConsoleHost.start(SecuredConsoleApplication.class, this.servers,
				"secured=/account/**", "valkey.queue.worker.enabled=false")) {
			assertThat(uncovered.client().get("/valkey/").status()).isEqualTo(200);
			assertThat(uncovered.client().with("Host", "evil.example").get("/valkey/").status()).isEqualTo(403);
		}
	}

	@Test
	void rolesCanBeNamedOtherwise() {
		try (ConsoleHost renamed = ConsoleHost.start(SecuredConsoleApplication.class, this.servers,
				"valkey.console.viewer-role=BUYER", "valkey.queue.worker.enabled=false")) {
			assertThat(renamed.client().as("nina").get("/valkey/").status()).isEqualTo(200);
			assertThat(renamed.client().as("vera").get("/valkey/").status()).isEqualTo(403);
		}
	}

	private void sendToken() {
		JsonNode headers = this.client.get("/valkey/api/me").json().path("headers");
		for (Map.Entry<String, JsonNode> header : headers.properties()) {
			this.client.with(header.getKey(), header.getValue().asString(""));
		}
	}

}
