package io.github.valkeyflavors.it.endpoints;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;

import io.github.valkeyflavors.it.endpoints.EndpointsApplication.Answer;
import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Both endpoints over HTTP, with a server for each flavor. The queue is behind a line on
 * which things go wrong.
 */
@ValkeyServers
@TestInstance(Lifecycle.PER_CLASS)
abstract class AbstractEndpointsContract {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String AT = "2026-11-20T21:05:14.378123Z";

	private static final double SCORE = 1795208714.378123;

	private static final int QUEUE = 3;

	private Servers servers;

	private TcpProxy line;

	private EndpointsApplication application;

	abstract WebApplicationType type();

	@BeforeAll
	void start(Servers servers) {
		this.line = TcpProxy.to(servers.server("queue"));
		Map<String, String> variables = new HashMap<>(this.line.variables("REDIS_QUEUE"));
		variables.putAll(servers.server("cache").variables("REDIS_CACHE"));
		variables.putAll(servers.server("sessions").variables("REDIS_SESSIONS"));
		this.application = EndpointsApplication.start(type(), variables, EndpointsApplication.WRITE_ACCESS);
	}

	@AfterAll
	void stop() {
		this.application.close();
		this.line.close();
	}

	@BeforeEach
	void awaitServers() {
		this.servers.flushAll();
		await().atMost(PATIENCE).until(() -> this.application.get("valkeyqueues").status() == 200);
		await().atMost(PATIENCE)
			.until(() -> this.application.get("valkeyflavors").body().split("\"answered\"", -1).length == 4);
	}

	@AfterEach
	void clearLine() {
		this.line.passThrough();
	}

	@Test
	void showsEveryFlavorWithOrigins() {
		Answer answer = this.application.get("valkeyflavors");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.names("$.flavors")).containsExactlyInAnyOrder("cache", "sessions", "queue");
		assertThat(answer.number("$.flavors.cache.endpoint.port.value")).isEqualTo(server("cache").port());
		assertThat(answer.text("$.flavors.cache.endpoint.port.origin")).startsWith("REDIS_CACHE_PORT (");
		assertThat(answer.text("$.primaryDatabase.value")).isEqualTo("sessions");
	}

	@Test
	void showsWhatServerSaid() {
		Answer answer = this.application.get("valkeyflavors/cache");

		assertThat(answer.text("$.server.facts.role")).isEqualTo("primary");
		assertThat(answer.text("$.server.facts.evictionPolicy")).isEqualTo("allkeys-lfu");
		assertThat(answer.text("$.breaker.state")).isEqualTo("closed");
	}

	@Test
	void flushesOneDatabase() {
		server("cache").commands(4).set("key", "cache");
		server("cache").commands(5).set("key", "api-cache");

		assertThat(this.application.call("DELETE", "valkeyflavors/cache/databases/api-cache").status()).isEqualTo(200);

		assertThat(server("cache").allKeys()).containsOnlyKeys(4);
	}

	@Test
	void auditsMemory() {
		server("cache").commands(4).set("products::1", "value");

		assertThat(this.application.call("POST", "valkeyflavors/cache/memory").status()).isEqualTo(200);

		await().atMost(PATIENCE)
			.until(() -> this.application.get("valkeyflavors/cache/memory").body().contains("products"));
		Answer markdown = this.application.get("valkeyflavors/cache/memory?format=markdown");
		assertThat(markdown.type()).startsWith("text/markdown");
		assertThat(markdown.body()).contains("products");
		assertProblem(this.application.call("DELETE", "valkeyflavors/cache/memory"), 409);
	}

	@Test
	void showsDeadServerBesideLivingOnes() {
		server("cache").kill();

		await().atMost(PATIENCE).untilAsserted(() -> {
			Answer answer = this.application.get("valkeyflavors");
			assertThat(answer.text("$.flavors.cache.server.state")).isEqualTo("away");
			assertThat(answer.text("$.flavors.cache.server.problem")).isEqualTo("disconnected");
			assertThat(answer.text("$.flavors.cache.breaker.state")).isEqualTo("open");
			assertThat(answer.text("$.flavors.queue.server.state")).isEqualTo("answered");
		});
		assertProblem(this.application.call("DELETE", "valkeyflavors/cache/databases/cache"), 503);
	}

	@Test
	void answers503WhileQueueIsAway() {
		server("queue").kill();

		assertProblem(this.application.get("valkeyqueues"), 503);
		assertProblem(this.application.get("valkeyqueues/queues/default"), 503);
		assertProblem(this.application.call("POST", "valkeyqueues/queues/default?action=pause"), 503);
		assertThat(this.application.get("valkeyflavors").status()).isEqualTo(200);
	}

	@Test
	void answers503WhileQueueIsGarbage() {
		this.line.garbage();

		assertProblem(this.application.get("valkeyqueues"), 503);
		assertProblem(this.application.get("valkeyqueues/dead"), 503);
		assertThat(this.application.get("valkeyflavors").status()).isEqualTo(200);
	}

	@Test
	void pagesThroughQueueWithHiddenArguments() {
		push(job("a1"), job("a2"), job("a3"));

		Answer answer = this.application.get("valkeyqueues/queues/default?offset=1&limit=1");

		assertThat(answer.number("$.queue.size")).isEqualTo(3);
		assertThat(answer.number("$.jobs.length()")).isOne();
		assertThat(answer.text("$.jobs[0].jid")).isEqualTo("a2");
		assertThat(answer.text("$.jobs[0].arguments")).isEqualTo("******");
	}

	@Test
	void pausesQueueByParameterAndResumesByBody() {
		push(job("a1"));

		assertThat(this.application.call("POST", "valkeyqueues/queues/default?action=pause").status()).isEqualTo(200);
		assertThat(this.application.get("valkeyqueues").flag("$.queues[0].paused")).isTrue();

		assertThat(this.application.call("POST", "valkeyqueues/queues/default", "{\"action\":\"resume\"}").status())
			.isEqualTo(200);
		assertThat(this.application.get("valkeyqueues").flag("$.queues[0].paused")).isFalse();
	}

	@Test
	void deletesOneWaitingJob() {
		push(job("a1"), job("a2"));

		assertOk(this.application.call("DELETE", "valkeyqueues/queues/default/a1"));

		Answer answer = this.application.get("valkeyqueues/queues/default");
		assertThat(answer.number("$.jobs.length()")).isOne();
		assertThat(answer.text("$.jobs[0].jid")).isEqualTo("a2");
	}

	@Test
	void deletesWhatTheKeyNamesAmongEntriesWithoutJid() {
		server("queue").commands(QUEUE).zadd("dead", SCORE, "nonsense");
		server("queue").commands(QUEUE).zadd("dead", SCORE, "more nonsense");
		String path = "valkeyqueues/dead/-?at=" + AT + "&key="
				+ this.application.get("valkeyqueues/dead").text("$.jobs[0].key");

		assertOk(this.application.call("DELETE", path));

		assertThat(this.application.get("valkeyqueues/dead").number("$.size")).isOne();
		assertProblem(this.application.call("DELETE", path), 404);
	}

	@Test
	void asksWhichOfTwoJobsIsMeant() {
		add("dead", "a1");
		server("queue").commands(QUEUE).zadd("dead", SCORE, job("a1").replace("[1]", "[2]"));

		assertProblem(this.application.call("POST", "valkeyqueues/dead/a1?action=enqueue&at=" + AT), 409);
		assertProblem(this.application.call("DELETE", "valkeyqueues/dead/a1?at=" + AT), 409);
		assertProblem(this.application.get("valkeyqueues/dead/a1?at=" + AT), 409);
	}

	@ParameterizedTest
	@ValueSource(strings = { "valkeyflavors/cache/policy", "valkeyflavors/cache/memory",
			"valkeyqueues/queues/default?action=pause" })
	void takesNoFormsOfOtherSites(String path) {
		push(job("a1"));

		assertThat(this.application.postForm(path).status()).isEqualTo(415);

		assertThat(this.application.get("valkeyqueues").flag("$.queues[0].paused")).isFalse();
	}

	@Test
	void auditsPolicy() {
		Answer answer = this.application.call("POST", "valkeyflavors/cache/policy");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.flag("$.audited")).isTrue();
	}

	@Test
	void retriesKillsAndDeletesJobsAsListed() {
		add("retry", "a1");
		add("retry", "a2");
		add("dead", "a3");
		String at = this.application.get("valkeyqueues/retry").text("$.jobs[0].at");

		assertThat(at).isEqualTo(AT);
		assertOk(this.application.call("POST", "valkeyqueues/retry/a1?action=enqueue&at=" + at));
		assertOk(this.application.call("POST", "valkeyqueues/retry/a2",
				"{\"action\":\"kill\",\"at\":\"%s\"}".formatted(at)));
		assertOk(this.application.call("DELETE", "valkeyqueues/dead/a3?at=" + at));

		Answer answer = this.application.get("valkeyqueues");
		assertThat(answer.number("$.statistics.enqueued")).isOne();
		assertThat(answer.number("$.statistics.retries")).isZero();
		assertThat(answer.number("$.statistics.dead")).isOne();
	}

	@Test
	void clearsSet() {
		add("dead", "a1");

		assertOk(this.application.call("DELETE", "valkeyqueues/dead?all=true"));

		assertThat(this.application.get("valkeyqueues/dead").number("$.size")).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "GET, valkeyflavors/cash, 404", "GET, valkeyflavors/CACHE, 404", "GET, valkeyflavors/cash/policy, 404",
			"GET, valkeyflavors/cache/tax, 404", "GET, valkeyflavors/cache/memory?format=pdf, 400",
			"POST, valkeyflavors/cash/policy, 404", "POST, valkeyflavors/cache/tax, 404",
			"DELETE, valkeyflavors/cache/policy, 404", "DELETE, valkeyflavors/cache/databases/queue, 404",
			"DELETE, valkeyflavors/cache/databases/4, 404", "DELETE, valkeyflavors/queue/databases/queue, 400",
			"DELETE, valkeyflavors/sessions/databases/sessions, 400", "GET, valkeyqueues/jobs, 404",
			"GET, valkeyqueues/dead?limit=0, 400", "GET, valkeyqueues/dead?limit=1001, 400",
			"GET, valkeyqueues/dead?limit=1&limit=2, 400", "GET, valkeyqueues/dead?offset=-1, 400",
			"GET, valkeyqueues/dead?offset=x, 400", "GET, valkeyqueues/dead?find=x&part=x, 400",
			"GET, valkeyqueues/dead?offset=1, 400", "GET, valkeyqueues/dead/a1?at=2026-11-20T21:05:14Z&key=x, 400",
			"DELETE, valkeyqueues/dead/-?at=2026-11-20T21:05:14Z, 400", "DELETE, valkeyqueues/dead/a1/a1, 404",
			"POST, valkeyqueues/queues/none?action=pause, 404", "DELETE, valkeyqueues/queues/none, 404",
			"DELETE, valkeyqueues/queues/none/a1, 404", "GET, valkeyqueues/queues/none, 404",
			"GET, valkeyqueues/queues/%20, 400", "GET, valkeyqueues/dead/a%20b?at=2026-11-20T21:05:14Z, 400",
			"GET, valkeyqueues/dead/a1, 400", "GET, valkeyqueues/dead/a1?at=yesterday, 400",
			"GET, valkeyqueues/dead/a1?at=2026-11-20T21:05:14Z, 404", "GET, valkeyqueues/processes/none, 404",
			"POST, valkeyqueues/queues/default, 400", "POST, valkeyqueues/queues/default?action=dance, 400",
			"POST, valkeyqueues/processes/none?action=stop, 404",
			"POST, valkeyqueues/dead/a1?action=kill&at=2026-11-20T21:05:14Z, 404", "DELETE, valkeyqueues/dead, 400",
			"DELETE, valkeyqueues/queues?all=true, 400", "DELETE, valkeyqueues/processes/none, 400" })
	void answersBadInputWithProblem(String method, String path, int status) {
		assertProblem(this.application.call(method, path), status);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"action\":", "[1]", "{\"action\":{\"a\":1}}" })
	void answersBadBodyWith400(String json) {
		Answer answer = this.application.call("POST", "valkeyqueues/queues/default", json);

		assertThat(answer.status()).isEqualTo(400);
		assertNoStackTrace(answer);
	}

	private static void assertOk(Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.number("$.changed")).isOne();
	}

	private static void assertProblem(Answer answer, int status) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.type()).startsWith("application/problem+json");
		assertThat(answer.text("$.detail")).isNotBlank();
		assertNoStackTrace(answer);
	}

	private static void assertNoStackTrace(Answer answer) {
		assertThat(answer.body()).doesNotContain("Exception").doesNotContain("\\tat ").doesNotContain("trace");
	}

	private Server server(String flavor) {
		return this.servers.server(flavor);
	}

	private void push(String... payloads) {
		server("queue").commands(QUEUE).sadd("queues", "default");
		server("queue").commands(QUEUE).lpush("queue:default", payloads);
	}

	private void add(String set, String jid) {
		server("queue").commands(QUEUE).zadd(set, SCORE, job(jid));
	}

	private static String job(String jid) {
		return "{\"retry\":true,\"queue\":\"default\",\"class\":\"report\",\"args\":[1],\"jid\":\"%s\",\"created_at\":1795208690378}"
			.formatted(jid);
	}

}
