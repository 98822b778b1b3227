package io.github.valkeyflavors.benchmarks.outages;

import java.net.http.HttpRequest;

/**
 * A customer who has logged in.
 *
 * @param name the customer's name
 * @param cookie the session's cookie, as it is sent
 */
record Visitor(String name, String cookie) {

	HttpRequest.Builder with(HttpRequest.Builder request) {
		return request.header("Cookie", this.cookie);
	}

}
