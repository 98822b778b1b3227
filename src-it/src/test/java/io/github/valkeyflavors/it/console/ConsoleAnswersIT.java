package io.github.valkeyflavors.it.console;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

import io.github.valkeyflavors.it.console.ConsoleClient.Answer;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.queue.JobClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the console answers over HTTP on the machine itself, without Spring Security.
 */
@ValkeyServers
class ConsoleAnswersIT {

	private static final String PAUSE = "{\"action\":\"pause\",\"queue\":\"default\"}";

	private static ConsoleHost host;

	private Servers servers;

	private ConsoleClient client;

	@BeforeAll
	static void start(Servers servers) {
		host = ConsoleHost.start(ConsoleApplication.class, servers, "valkey.queue.worker.enabled=false");
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

	@Test
	void servesPageUnderStrictPolicy() {
		Answer page = this.client.get("/valkey/");

		assertThat(page.status()).isEqualTo(200);
		assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
		assertThat(page.header("Content-Security-Policy"))
			.isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
					+ "frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
		assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
		assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
		assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
	}

	@Test
	void keepsDataOutOfCaches() {
		assertThat(this.client.get("/valkey/api/queues").header("Cache-Control")).isEqualTo("no-store");
	}

	@Test
	void leadsToItsPageRelatively() {
		Answer answer = this.client.get("/valkey");

		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.header("Location")).isEqualTo("valkey/");
	}

	@Test
	void worksBelowContextPath() {
		try (ConsoleHost below = ConsoleHost.start(ConsoleApplication.class, this.servers,
				"server.servlet.context-path=/shop", "valkey.console.path=/ops/console",
				"valkey.queue.worker.enabled=false")) {
			ConsoleClient visitor = below.client();

			assertThat(visitor.get("/shop/ops/console").header("Location")).isEqualTo("console/");
			assertThat(visitor.get("/shop/ops/console/console.js").status()).isEqualTo(200);
			assertThat(visitor.get("/shop/ops/console/api/me").json().path("operator").asBoolean()).isTrue();
			assertThat(visitor.get("/shop/valkey/").status()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@CsvSource({ "Host, evil.example", "X-Forwarded-For, 127.0.0.1", "Forwarded, for=127.0.0.1",
			"X-Real-IP, 10.0.0.7" })
	void refusesWhatIsNotLocal(String header, String value) {
		Answer page = this.client.with(header, value).get("/valkey/");

		assertThat(page.status()).isEqualTo(403);
		assertThat(page.body()).contains("Without Spring Security the console answers only");
		assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
		assertThat(this.client.get("/valkey/api/queues").detail()).contains("at http://localhost");
		assertThat(this.client.post("/valkey/api/queues", PAUSE).status()).isEqualTo(403);
	}

	@ParameterizedTest
	@CsvSource({ "X-Valkey-Console,", "Sec-Fetch-Site, cross-site", "Sec-Fetch-Site, same-site", "Sec-Fetch-Site, none",
			"Origin, https://evil.example", "Origin, null", "Origin, http://localhost:1" })
	void refusesChangesThatAnotherSiteAsksFor(String header, String value) {
		Answer answer = this.client.with(header, value).post("/valkey/api/queues", PAUSE);

		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.detail()).isEqualTo("Only the console's own page may ask for this.");
		assertThat(paused()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded" })
	void refusesChangesThatFormsCanSend(String type) {
		assertThat(this.client.with("Content-Type", type).post("/valkey/api/queues", PAUSE).status()).isEqualTo(415);
		assertThat(paused()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "Sec-Fetch-Site, cross-site", "Sec-Fetch-Site, same-site", "Sec-Fetch-Site, none",
			"Origin, https://evil.example", "Origin, null", "Origin, http://localhost:1" })
	void tellsOtherSitesNothing(String header, String value) {
		Answer answer = this.client.with(header, value).get("/valkey/api/queues");

		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.detail()).isEqualTo("Only the console's own page may ask for this.");
	}

	@Test
	void answersItsOwnPage() {
		this.client.with("Sec-Fetch-Site", "same-origin").with("Origin", "http://localhost:" + host.port());

		assertThat(this.client.get("/valkey/api/queues").status()).isEqualTo(200);
	}

	@Test
	void canBeOpenedByALink() {
		assertThat(this.client.with("Sec-Fetch-Site", "cross-site").get("/valkey/").status()).isEqualTo(200);
	}

	@Test
	void acceptsChangesOfItsOwnPage() {
		this.client.with("Sec-Fetch-Site", "same-origin").with("Origin", "http://localhost:" + host.port());

		assertThat(this.client.post("/valkey/api/queues", PAUSE).json().path("text").asString(""))
			.isEqualTo("Queue 'default' is paused.");
		assertThat(paused()).isTrue();
	}

	private boolean paused() {
		return this.servers.server("queue").commands(3).sismember("valkey-flavors:paused", "default");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "jobs | 400 | 'queue' is missing", "jobs?queue=nobody | 404 | There is no queue 'nobody'",
					"jobs?queue=default&offset=-1 | 400 | 'offset' must be 0 or more",
					"jobs?queue=default&offset=x | 400 | 'offset' must be a whole number",
					"jobs?queue=default&offset=99999999999999999999 | 400 | 'offset' must be a whole number",
					"jobs?queue=default&offset=50 | 404 | There are 1 jobs",
					"jobs?queue=default&limit=0 | 400 | 'limit' must be 1 to 100",
					"jobs?queue=default&limit=1000 | 400 | 'limit' must be 1 to 100",
					"set?set=lost | 404 | There is no set 'lost'", "set?set=retry&offset=1 | 404 | There are 0 jobs",
					"find?set=dead | 400 | 'text' is missing",
					"find?set=dead&text=a&part=b | 400 | 'part' must be what the last answer called 'next'",
					"flavors?flavor=tea | 404 | There is no flavor 'tea'", "nothing | 404 | no such page" })
	void saysWhatIsWrongWithRequest(String path, int status, String detail) {
		Answer answer = this.client.get("/valkey/api/" + path);

		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.detail()).contains(detail);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"queues | {\"action\":\"burn\",\"queue\":\"default\"} | 400 | There is no action 'burn'",
			"queues | {\"action\":\"pause\",\"queue\":\"nobody\"} | 404 | There is no queue 'nobody'",
			"queues | {\"action\":\"pause\"} | 400 | 'queue' is missing",
			"queues | {\"action\":\"pause\",\"queue\":\"default\",\"why\":1} | 400 | not the JSON",
			"queues | [] | 400 | not the JSON", "queues | null | 400 | not the JSON",
			"queues | {{ | 400 | not the JSON",
			"queues | {\"action\":\"delete\",\"queue\":\"default\",\"key\":\"0\"} | 409 | not in the queue 'default' any more",
			"queues | {\"action\":\"delete\",\"queue\":\"default\",\"key\":\"0\",\"offset\":-1} | 400 | 'offset' must be 0 or more",
			"sets | {\"action\":\"retry\",\"set\":\"lost\"} | 404 | There is no set 'lost'",
			"sets | {\"action\":\"retry\",\"set\":\"retry\",\"jid\":\"x\",\"at\":\"soon\"} | 400 | 'at' must be a time",
			"sets | {\"action\":\"retry\",\"set\":\"retry\",\"at\":\"2026-01-31T12:00:00Z\"} | 400 | 'jid' is missing",
			"sets | {\"action\":\"retry\",\"set\":\"retry\",\"jid\":\"x\",\"at\":\"-1000000000-01-01T00:00:00Z\"} | 400 | 'at' must be a time",
			"sets | {\"action\":\"retry\",\"set\":\"retry\",\"jid\":\"x\",\"at\":\"+1000000000-12-31T23:59:59.999999999Z\"} | 400 | 'at' must be a time",
			"sets | {\"action\":\"retry\",\"set\":\"retry\",\"jid\":\"x\",\"at\":\"2026-01-31T12:00:00Z\"} | 400 | 'key' is missing",
			"sets | {\"action\":\"retry\",\"set\":\"retry\",\"jid\":\"x\",\"at\":\"2026-01-31T12:00:00Z\",\"key\":\"0\"} | 409 | not in the set 'retry' any more",
			"processes | {\"action\":\"burn\",\"identity\":\"nobody\"} | 400 | There is no action 'burn'",
			"processes | {\"action\":\"stop\",\"identity\":\"nobody\"} | 404 | There is no process 'nobody'",
			"processes | {\"action\":\"stop\",\"identity\":\"queue:default\"} | 404 | There is no process 'queue:default'" })
	void saysWhatIsWrongWithAction(String path, String body, int status, String detail) {
		Answer answer = this.client.post("/valkey/api/" + path, body);

		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.detail()).contains(detail);
	}

	@Test
	void refusesLongRequests() {
		assertThat(this.client.post("/valkey/api/sets", "{\"set\":\"" + "x".repeat(20_000) + "\"}").status())
			.isEqualTo(413);
	}

	@Test
	void refusesLongJid() {
		String body = "{\"action\":\"kill\",\"set\":\"retry\",\"jid\":\"%s\",\"at\":\"2026-01-31T12:00:00Z\"}"
			.formatted("x".repeat(2_000));

		assertThat(this.client.post("/valkey/api/sets", body).detail())
			.isEqualTo("'jid' is longer than 1,000 characters.");
	}

	@Test
	void hasNoOtherMethods() {
		assertThat(this.client.exchange(HttpMethod.DELETE, "/valkey/api/queues", null).status()).isEqualTo(405);
		assertThat(this.client.exchange(HttpMethod.PUT, "/valkey/api/queues", "{}").status()).isEqualTo(405);
	}

	@Test
	void deletesWaitingJob() {
		JsonNode job = this.client.get("/valkey/api/jobs?queue=default").json().path("jobs").get(0);
		String body = "{\"action\":\"delete\",\"queue\":\"default\",\"key\":\"%s\",\"offset\":0}"
			.formatted(job.path("key").asString(""));

		assertThat(this.client.post("/valkey/api/queues", body).status()).isEqualTo(200);

		assertThat(this.servers.server("queue").commands(3).llen("queue:default")).isZero();
	}

	@Test
	void answersWithHalvesOfCharacters() {
		this.servers.server("queue")
			.commands(3)
			.zadd("dead", 1, "{\"class\":\"\\ud800\",\"jid\":\"\\udfff\",\"args\":[]}");

		assertThat(this.client.get("/valkey/api/set?set=dead").status()).isEqualTo(200);
	}

	@Test
	void saysThatQueueIsAway() {
		this.servers.server("queue").kill();

		Answer counts = this.client.get("/valkey/api/counts");

		assertThat(counts.status()).isEqualTo(503);
		assertThat(counts.detail()).isEqualTo(
				"The server of the queue cannot be reached. See whether the server runs, and the network to it.");
		assertThat(this.client.get("/valkey/api/flavors").json().size()).isEqualTo(3);
	}

}
