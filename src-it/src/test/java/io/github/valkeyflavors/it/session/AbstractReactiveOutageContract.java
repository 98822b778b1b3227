package io.github.valkeyflavors.it.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

import io.github.valkeyflavors.it.session.Browser.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only reactive applications do: they change ids while they save, and their answers
 * may never end.
 */
abstract class AbstractReactiveOutageContract extends AbstractOutageContract {

	private static final Duration MOMENT = Duration.ofSeconds(3);

	@Test
	void answersUnavailableToLogoutWhenServerGoesAway() throws Exception {
		CompletableFuture<Response> answer = inTab(() -> browser().tab().post("/held-logout"));
		application().bean(Gate.class).awaitArrival();
		server().kill();
		application().bean(Gate.class).open();

		assertUnavailable(answer.get());
	}

	@Test
	void keepsOldIdWhenServerIsFull() {
		server().fill();

		assertUnavailable(browser().post("/renewal"));

		assertThat(browser().get("/me").body()).isEqualTo("alice");
	}

	@Test
	void changesIdWhenServerHasRoom() {
		String id = browser().sessionCookie().getValue();

		assertThat(browser().post("/renewal").status()).isEqualTo(200);

		assertThat(browser().sessionCookie().getValue()).isNotEqualTo(id);
		assertThat(browser().get("/me").body()).isEqualTo("alice");
	}

	@Test
	void changesIdTwiceInOneRequest() {
		assertThat(browser().post("/renewals").status()).isEqualTo(200);

		assertThat(browser().get("/me").body()).isEqualTo("alice");
	}

	@Test
	void servesRequestThatDoesNotLookIntoItsSession() {
		server().freeze();

		Response answer = browser().get("/unused");

		assertThat(answer.body()).isEqualTo("unused");
		assertThat(answer.headers().get(HttpHeaders.SET_COOKIE)).isNull();
	}

	@Test
	void servesTemplateThatDoesNotLookIntoItsSession() {
		server().freeze();

		assertThat(browser().get("/brochure").body()).contains("page 2");
	}

	@Test
	void answersUnavailableInsteadOfStreamThatDidNotLookAtFailure() {
		server().freeze();

		long start = System.nanoTime();
		assertUnavailable(browser().get("/ticks"));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MOMENT);
	}

	@Test
	void answersUnavailableInsteadOfStreamThatMissesSessionAtItsBegin() {
		server().freeze();

		long start = System.nanoTime();
		assertUnavailable(browser().get("/ticks-of-session"));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MOMENT);
	}

	@Test
	void savesSessionOfLongAnswerWhenServerIsBack() throws Exception {
		Gate gate = application().bean(Gate.class);
		CompletableFuture<Response> answer = inTab(() -> browser().tab().get("/steps"));
		gate.awaitArrival();
		server().freeze();
		gate.open();
		gate.awaitArrival();
		server().thaw();
		awaitGood(() -> browser().get("/me"));
		gate.open();

		assertThat(answer.get().body()).containsSubsequence("begun", "failed", "saved");
		assertThat(browser().get("/notes").body()).isEqualTo("stepped");
	}

}
