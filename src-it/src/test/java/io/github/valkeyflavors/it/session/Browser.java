package io.github.valkeyflavors.it.session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;

/**
 * A visitor, who keeps cookies whatever host they are for.
 */
final class Browser {

	private final WebTestClient client;

	private final Map<String, ResponseCookie> cookies;

	private String accept = "*/*";

	Browser(int port, Duration timeout) {
		this(WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).responseTimeout(timeout).build(),
				Map.of());
	}

	private Browser(WebTestClient client, Map<String, ResponseCookie> cookies) {
		this.client = client;
		this.cookies = new LinkedHashMap<>(cookies);
	}

	/**
	 * The same visitor in another tab.
	 */
	Browser tab() {
		return new Browser(this.client, this.cookies);
	}

	Response get(String path) {
		return exchange(HttpMethod.GET, path, Map.of(), "127.0.0.1");
	}

	/**
	 * The same visitor, who wants to see pages.
	 */
	Browser person() {
		Browser person = tab();
		person.accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
		return person;
	}

	Response post(String path) {
		return post(path, Map.of());
	}

	Response post(String path, Map<String, String> form) {
		return exchange(HttpMethod.POST, path, form, "127.0.0.1");
	}

	Response postAt(String host, String path) {
		return exchange(HttpMethod.POST, path, Map.of(), host);
	}

	/**
	 * Starts a session of a user.
	 * @return the id of the session
	 */
	String logIn(String user) {
		return post("/login/" + user).body();
	}

	ResponseCookie sessionCookie() {
		return this.cookies.get("SESSION");
	}

	private Response exchange(HttpMethod method, String path, Map<String, String> form, String host) {
		MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
		form.forEach(fields::add);
		WebTestClient.RequestBodySpec request = this.client.method(method)
			.uri(path)
			.header(HttpHeaders.HOST, host)
			.header(HttpHeaders.ACCEPT, this.accept)
			.cookies(
					(sent) -> this.cookies.values().forEach((cookie) -> sent.add(cookie.getName(), cookie.getValue())));
		if (!form.isEmpty()) {
			request.body(BodyInserters.fromFormData(fields));
		}
		EntityExchangeResult<String> result = request.exchange().expectBody(String.class).returnResult();
		result.getResponseCookies().toSingleValueMap().forEach(this.cookies::put);
		return new Response(result.getStatus().value(), result.getResponseBody(),
				result.getResponseHeaders().getFirst(HttpHeaders.LOCATION), result.getResponseHeaders());
	}

	/**
	 * An answer.
	 */
	record Response(int status, String body, String location, HttpHeaders headers) {

	}

}
