package io.github.valkeyflavors.it.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.it.session.Browser.Response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What requests see of a sessions server that is frozen, gone or full, and of sessions
 * that cannot be read, in an application whose exception handler catches everything.
 */
@ValkeyServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractOutageContract {

	private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(1);

	// Without bounds it would be a minute; benchmarks/outages measures how long it is
	private static final Duration ON_A_BUSY_MACHINE = Duration.ofSeconds(2);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final int TABS = 20;

	private final ExecutorService tabs = Executors.newFixedThreadPool(TABS);

	private RunningApplication application;

	private Server server;

	private Browser browser;

	private String id;

	abstract RunningApplication start(Map<String, String> variables);

	@BeforeAll
	void start(Servers servers) {
		this.server = servers.server("sessions");
		this.application = start(ServletSessionsIT.variables(servers));
	}

	@AfterAll
	void stop() {
		this.application.close();
		this.tabs.shutdown();
	}

	@BeforeEach
	void logIn() {
		this.server.flushAll();
		await().atMost(PATIENCE).until(() -> {
			this.browser = this.application.browser();
			Response response = this.browser.post("/login/alice");
			this.id = response.body();
			return response.status() == 200;
		});
		this.application.bean(Failures.class).forget();
	}

	final RunningApplication application() {
		return this.application;
	}

	final Server server() {
		return this.server;
	}

	final Browser browser() {
		return this.browser;
	}

	@Test
	void answersUnavailableWithinCommandTimeoutWhenServerIsFrozen() {
		this.server.freeze();

		long start = System.nanoTime();
		assertUnavailable(this.browser.get("/me"));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(COMMAND_TIMEOUT.plus(ON_A_BUSY_MACHINE));
	}

	@Test
	void answersUnavailableAtOnceWhenServerIsGone() {
		this.server.kill();
		this.browser.get("/me");

		long start = System.nanoTime();
		assertUnavailable(this.browser.get("/me"));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(COMMAND_TIMEOUT);
	}

	@Test
	void answersUnavailableToLoginWhenServerIsGone() {
		this.server.kill();

		assertUnavailable(this.application.browser().post("/login/bob"));
	}

	@Test
	void answersUnavailableToLogoutWhenServerIsGone() {
		this.server.kill();

		assertUnavailable(this.browser.post("/logout"));
	}

	@Test
	void saysNothingOfServerToClients() {
		this.server.kill();

		assertThat(this.browser.get("/me?token=secret").body()).isEqualTo("""
				{"type":"about:blank","title":"Service Unavailable","status":503,\
				"detail":"Your session cannot be reached at the moment. Try again in 5 seconds.","instance":"/me"}""");
	}

	@Test
	void servesRequestsThatNeedNoSession() {
		this.server.freeze();
		this.browser.get("/me");

		Response anonymous = this.application.browser().get("/products");
		Response known = this.browser.get("/products");

		assertThat(anonymous.body()).isEqualTo("products");
		assertThat(known.body()).isEqualTo("products");
		assertThat(known.headers().get(HttpHeaders.SET_COOKIE)).isNull();
	}

	@Test
	void keepsSessionWhenServerIsThawed() {
		this.server.freeze();
		assertUnavailable(this.browser.get("/me"));

		this.server.thaw();

		awaitGood(() -> this.browser.get("/me"));
		assertThat(this.browser.get("/me").body()).isEqualTo("alice");
	}

	@Test
	void concurrentRequestsKeepOneSessionWhenServerIsThawed() {
		this.server.freeze();
		List<CompletableFuture<Response>> answers = new ArrayList<>(inTabs("/me"));
		answers.addAll(inTabs("/notes"));
		this.server.thaw();
		answers.addAll(inTabs("/me"));

		assertOneSession(answers);
	}

	@Test
	void concurrentRequestsKeepOneSessionWhenServerIsRestarted() {
		this.server.restartLoading(Duration.ofMillis(500));
		List<CompletableFuture<Response>> answers = new ArrayList<>(inTabs("/me"));
		this.server.heal();
		answers.addAll(inTabs("/me"));

		assertOneSession(answers);
	}

	@Test
	void readsSessionsWhenServerIsFull() {
		this.server.fill();

		assertThat(this.browser.get("/me").body()).isEqualTo("alice");
		assertThat(this.application.bean(Failures.class).all()).contains("save full");
	}

	@Test
	void answersUnavailableToChangeWhenServerIsFull() {
		this.server.fill();

		assertUnavailable(this.browser.post("/notes/first"));
		assertThat(this.application.bean(Failures.class).all()).contains("save full");
	}

	@Test
	void answersUnavailableToLoginWhenServerIsFull() {
		this.server.fill();

		assertUnavailable(this.application.browser().post("/login/bob"));
	}

	@Test
	void savesChangesWhenServerHasRoomAgain() {
		this.server.fill();
		this.browser.post("/notes/first");

		this.server.heal();

		assertThat(this.browser.post("/notes/second").status()).isEqualTo(200);
		assertThat(this.browser.get("/notes").body()).isEqualTo("second");
	}

	@Test
	void answersUnavailableWhenChangeCannotBeSavedAtLast() throws Exception {
		CompletableFuture<Response> answer = inTab(() -> this.browser.tab().post("/held"));
		this.application.bean(Gate.class).awaitArrival();
		this.server.kill();
		this.application.bean(Gate.class).open();

		assertUnavailable(answer.get());
	}

	@Test
	void answersWellWhenOnlyTimeOfUseCannotBeSaved() throws Exception {
		CompletableFuture<Response> answer = inTab(() -> this.browser.tab().get("/held"));
		this.application.bean(Gate.class).awaitArrival();
		this.server.kill();
		this.application.bean(Gate.class).open();

		assertThat(answer.get().body()).isEqualTo("read");
	}

	@Test
	void replacesSessionWhoseAttributeCannotBeRead() {
		this.server.commands().hset(key(), "sessionAttr:cart", "{\"@class\":\"com.example.Gone\"}");

		Response response = this.browser.get("/me");

		assertThat(response.status()).isEqualTo(401);
		assertThat(this.server.keys(0)).doesNotContain(key());
		assertThat(this.application.bean(Failures.class).all()).containsOnlyOnce("deserialize other");
		assertThat(this.browser.logIn("alice")).isNotEqualTo(this.id);
		assertThat(this.browser.get("/me").body()).isEqualTo("alice");
	}

	@Test
	void replacesSessionWhoseTimesAreMissing() {
		this.server.commands().hdel(key(), "creationTime");

		assertThat(this.browser.get("/me").status()).isEqualTo(401);
		assertThat(this.server.keys(0)).doesNotContain(key());
	}

	@Test
	void keepsSessionThatCannotBeReadBecauseOfServer() {
		this.server.freeze();
		this.browser.get("/me");

		this.server.thaw();

		assertThat(this.server.keys(0)).contains(key());
	}

	@Test
	void leavesNoSessionOfLoginThatFailed() {
		this.server.freeze();
		assertUnavailable(this.application.browser().post("/login/bob"));

		this.server.thaw();

		awaitGood(() -> this.application.browser().post("/login/carol"));
		await().atMost(PATIENCE)
			.untilAsserted(
					() -> assertThat(sessions()).filteredOn((key) -> this.server.commands().ttl(key) < 0).isEmpty());
	}

	private List<String> sessions() {
		return this.server.keys(0).stream().filter((key) -> key.matches("spring:session:sessions:[0-9a-f-]+")).toList();
	}

	private String key() {
		return "spring:session:sessions:" + this.id;
	}

	static void assertUnavailable(Response response) {
		assertThat(response.status()).as(response.body()).isEqualTo(503);
		assertThat(response.headers().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
		assertThat(response.headers().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(response.headers().get(HttpHeaders.SET_COOKIE)).isNull();
	}

	private void assertOneSession(List<CompletableFuture<Response>> answers) {
		for (CompletableFuture<Response> answer : answers) {
			Response response = answer.join();
			assertThat(response.status()).as(response.body()).isIn(200, 503);
			assertThat(response.headers().get(HttpHeaders.SET_COOKIE)).isNull();
		}
		awaitGood(() -> this.browser.get("/me"));
		assertThat(this.browser.get("/me").body()).isEqualTo("alice");
		assertThat(sessions()).containsExactly(key());
	}

	final void awaitGood(Supplier<Response> request) {
		await().atMost(PATIENCE).until(() -> request.get().status() == 200);
	}

	private List<CompletableFuture<Response>> inTabs(String path) {
		return IntStream.range(0, TABS).mapToObj((tab) -> inTab(() -> this.browser.tab().get(path))).toList();
	}

	final CompletableFuture<Response> inTab(Supplier<Response> request) {
		return CompletableFuture.supplyAsync(request, this.tabs);
	}

}
