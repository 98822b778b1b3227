package io.github.valkeyflavors.session.guard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request is told that misses its session.
 */
class UnavailableAnswerTests {

	private final UnavailableAnswer answer = new UnavailableAnswer(Duration.ofSeconds(5));

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
			"application/xhtml+xml", "application/json;q=0.5,text/html" })
	void isPageForPeople(String accept) {
		assertThat(UnavailableAnswer.wantsPage(accept)).isTrue();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "*/*", "application/json", "application/problem+json", "text/*", "image/png",
			"text/html;q=0.5,application/json", "text/html;q=0", "no media type" })
	void isProblemForMachines(String accept) {
		assertThat(UnavailableAnswer.wantsPage(accept)).isFalse();
	}

	@Test
	void roundsUpToSeconds() {
		assertThat(new UnavailableAnswer(Duration.ofMillis(1)).retryAfter()).isEqualTo("1");
		assertThat(new UnavailableAnswer(Duration.ofSeconds(5)).retryAfter()).isEqualTo("5");
		assertThat(new UnavailableAnswer(Duration.ofMillis(5001)).retryAfter()).isEqualTo("6");
	}

	@Test
	void namesPath() {
		assertThat(problem("/orders/7")).isEqualTo(
				"""
						{"type":"about:blank","title":"Service Unavailable","status":503,\
						"detail":"Your session cannot be reached at the moment. Try again in 5 seconds.","instance":"/orders/7"}""");
	}

	@Test
	void staysJsonForAnyPath() {
		assertThat(problem("/a\"b\\c\nd\u00e9")).endsWith("\"instance\":\"/a\\u0022b\\u005cc\\u000ad\\u00e9\"}");
	}

	@Test
	void keepsWhatBrowsersNeedToReadIt() {
		assertThat(UnavailableAnswer.isKept("Access-Control-Allow-Origin")).isTrue();
		assertThat(UnavailableAnswer.isKept("vary")).isTrue();
		assertThat(UnavailableAnswer.isKept("Set-Cookie")).isFalse();
		assertThat(UnavailableAnswer.isKept("Content-Type")).isFalse();
	}

	private String problem(String path) {
		return new String(this.answer.problem(path), StandardCharsets.UTF_8);
	}

}
