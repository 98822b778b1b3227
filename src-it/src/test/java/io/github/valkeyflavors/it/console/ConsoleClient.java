package io.github.valkeyflavors.it.console;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody who asks the console over HTTP, with cookies, and with the headers of its page
 * unless told otherwise.
 */
final class ConsoleClient {

	private final WebTestClient client;

	private final Map<String, ResponseCookie> cookies = new LinkedHashMap<>();

	private final Map<String, String> headers = new LinkedHashMap<>();

	ConsoleClient(int port) {
		this.client = WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + port)
			.responseTimeout(Duration.ofSeconds(20))
			.build();
		with(HttpHeaders.HOST, "localhost:" + port);
		with("X-Valkey-Console", "1");
	}

	/**
	 * Send another header from now on; {@code null} sends it no more.
	 */
	ConsoleClient with(String name, String value) {
		if (value != null) {
			this.headers.put(name, value);
		}
		else {
			this.headers.remove(name);
		}
		return this;
	}

	ConsoleClient as(String user) {
		return with(HttpHeaders.AUTHORIZATION, "Basic " + HttpHeaders.encodeBasicAuth(user, "secret", null));
	}

	Answer get(String path) {
		return exchange(HttpMethod.GET, path, null);
	}

	Answer post(String path, String json) {
		return exchange(HttpMethod.POST, path, json);
	}

	Answer exchange(HttpMethod method, String path, String json) {
		WebTestClient.RequestBodySpec request = this.client.method(method)
			.uri(path)
			.cookies(
					(sent) -> this.cookies.values().forEach((cookie) -> sent.add(cookie.getName(), cookie.getValue())));
		this.headers.forEach(request::header);
		if (json != null) {
			if (!this.headers.containsKey(HttpHeaders.CONTENT_TYPE)) {
				request.header(HttpHeaders.CONTENT_TYPE, "application/json");
			}
			request.bodyValue(json);
		}
		EntityExchangeResult<byte[]> result = request.exchange().expectBody().returnResult();
		result.getResponseCookies().toSingleValueMap().forEach(this.cookies::put);
		byte[] body = result.getResponseBody();
		return new Answer(result.getStatus().value(), (body != null) ? new String(body, StandardCharsets.UTF_8) : "",
				result.getResponseHeaders());
	}

	/**
	 * An answer.
	 */
	record Answer(int status, String body, HttpHeaders headers) {

		JsonNode json() {
			return JsonMapper.shared().readTree(this.body);
		}

		String detail() {
			return json().path("detail").asString("");
		}

		String header(String name) {
			return this.headers.getFirst(name);
		}

	}

}
