package io.github.valkeyflavors.it.session;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.it.session.Browser.Response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Answers of a servlet application whose sessions server is away or full: pages,
 * responses on their way, asynchronous requests, sessions that are written at once.
 */
@ValkeyServers
class ServletAnswersIT {

	private static RunningApplication application;

	private static RunningApplication immediate;

	private static Server server;

	private Browser browser;

	@BeforeAll
	static void start(Servers servers) {
		server = servers.server("sessions");
		Map<String, String> variables = ServletSessionsIT.variables(servers);
		application = RunningApplication.start(OutageApplication.class, WebApplicationType.SERVLET, variables,
				"valkey.session.retry-after=1500ms", "spring.thymeleaf.prefix=classpath:/none/");
		immediate = RunningApplication.start(OutageApplication.class, WebApplicationType.SERVLET, variables,
				"spring.session.data.redis.flush-mode=immediate", "spring.session.data.redis.save-mode=always");
	}

	@AfterAll
	static void stop() {
		application.close();
		immediate.close();
	}

	@BeforeEach
	void logIn() {
		this.browser = logIn(application);
	}

	private static Browser logIn(RunningApplication application) {
		server.flushAll();
		return await().until(() -> {
			Browser visitor = application.browser();
			return (visitor.post("/login/alice").status() == 200) ? visitor : null;
		}, (visitor) -> visitor != null);
	}

	@Test
	void showsErrorPageOfApplicationToPeople() {
		server.kill();

		Response response = this.browser.person().get("/me");

		assertThat(response.status()).isEqualTo(503);
		assertThat(response.headers().getContentType().isCompatibleWith(MediaType.TEXT_HTML)).isTrue();
		assertThat(response.body()).contains("Whitelabel Error Page", "Service Unavailable");
		assertThat(response.headers().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("2");
		assertThat(response.headers().get(HttpHeaders.SET_COOKIE)).isNull();
	}

	@Test
	void showsErrorPageOfApplicationToPeopleWhenServerIsFull() {
		server.fill();

		Response change = this.browser.person().post("/notes/first");
		Response login = application.browser().person().post("/login/bob");

		for (Response response : List.of(change, login)) {
			assertThat(response.status()).isEqualTo(503);
			assertThat(response.body()).contains("Whitelabel Error Page", "Service Unavailable");
			assertThat(response.headers().get(HttpHeaders.SET_COOKIE)).isNull();
		}
	}

	@Test
	void saysWhenToTryAgainInWholeSeconds() {
		server.kill();

		assertThat(this.browser.get("/me").headers().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("2");
	}

	@Test
	void answersUnavailableBeforeLongAnswerLeaves() {
		server.fill();

		Response response = this.browser.post("/long");

		assertThat(response.status()).isEqualTo(503);
		assertThat(response.body()).startsWith("{").doesNotContain("text");
	}

	@Test
	void completesAnswerThatHadLeft() {
		CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> this.browser.tab().post("/late"));
		application.bean(Gate.class).awaitArrival();
		server.kill();
		application.bean(Gate.class).open();

		assertThat(answer.join().status()).isEqualTo(200);
		assertThat(answer.join().body()).isEqualTo("text");
		assertThat(application.bean(Failures.class).all()).contains("save disconnected");
	}

	@Test
	void greetsByNameWhenSessionIsAvailable() {
		assertThat(this.browser.get("/greeting").body()).isEqualTo("hello again");
	}

	@Test
	void greetsWithoutNameWhenSessionIsNotAvailable() {
		server.kill();

		Response response = this.browser.get("/greeting");

		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("hello");
		assertThat(response.headers().get(HttpHeaders.SET_COOKIE)).isNull();
	}

	@Test
	void answersUnavailableToAsynchronousRequest() {
		server.kill();

		Response response = this.browser.get("/later");

		assertThat(response.status()).isEqualTo(503);
		assertThat(response.headers().get(HttpHeaders.SET_COOKIE)).isNull();
	}

	@Test
	void servesAsynchronousRequest() {
		assertThat(this.browser.get("/later").status()).isEqualTo(200);
	}

	@Test
	void keepsOldIdWhenServerIsFull() {
		server.fill();

		assertThat(this.browser.post("/renewal").status()).isEqualTo(503);

		assertThat(this.browser.get("/me").body()).isEqualTo("alice");
	}

	@Test
	void changesIdWhenServerHasRoom() {
		assertThat(this.browser.post("/renewal").status()).isEqualTo(200);

		assertThat(this.browser.get("/notes").body()).isEqualTo("renewed");
		assertThat(this.browser.get("/me").body()).isEqualTo("alice");
	}

	@Test
	void answersUnavailableWhereSessionIsWrittenAtOnce() {
		Browser visitor = logIn(immediate);
		server.fill();

		AbstractOutageContract.assertUnavailable(visitor.post("/notes/first"));
		AbstractOutageContract.assertUnavailable(immediate.browser().post("/login/bob"));
	}

	@Test
	void answersUnavailableWhereAnyAttributeMayHaveChanged() {
		Browser visitor = logIn(immediate);
		server.fill();

		AbstractOutageContract.assertUnavailable(visitor.get("/me"));
	}

	@Test
	void expiresCookieOfEndedSession() {
		Response response = this.browser.post("/logout");

		assertThat(response.status()).isEqualTo(200);
		assertThat(response.headers().getFirst(HttpHeaders.SET_COOKIE)).startsWith("SESSION=;");
	}

	@Test
	void endsSessionThatHasChanged() {
		Response response = this.browser.post("/farewell");

		assertThat(response.status()).isEqualTo(204);
		assertThat(response.headers().getFirst(HttpHeaders.SET_COOKIE)).startsWith("SESSION=;");
	}

	@Test
	void endsSessionThatIsWrittenAtOnce() {
		Response response = logIn(immediate).post("/farewell");

		assertThat(response.status()).isEqualTo(204);
		assertThat(response.headers().getFirst(HttpHeaders.SET_COOKIE)).startsWith("SESSION=;");
	}

	@Test
	void answersUnavailableToNewSessionOfAnotherThread() {
		server.kill();

		AbstractOutageContract.assertUnavailable(immediate.browser().get("/later"));
	}

	@Test
	void answersUnavailableToRequestThatCompletesItself() {
		server.kill();

		Response response = this.browser.get("/aside");

		assertThat(response.status()).isEqualTo(503);
		assertThat(response.body()).startsWith("{");
		assertThat(response.headers().get(HttpHeaders.SET_COOKIE)).isNull();
	}

	@Test
	void showsPageToPeopleWhoseRequestCompletesItself() {
		server.kill();

		Response response = this.browser.person().get("/aside");

		assertThat(response.status()).isEqualTo(503);
		assertThat(response.body()).startsWith("<!DOCTYPE html>").contains("Service Unavailable");
	}

	@Test
	void answersUnavailableToRequestThatCompletesItselfBeforeItIsSaved() {
		server.fill();

		assertThat(this.browser.post("/aside").status()).isEqualTo(503);
	}

	@Test
	void completesRequestThatCompletesItself() {
		assertThat(this.browser.get("/aside").status()).isEqualTo(200);
	}

}
