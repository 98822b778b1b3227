package io.github.valkeyflavors.benchmarks.outages;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/**
 * What visitors do. Who only looks at products has no session.
 */
enum RequestKind {

	/**
	 * An anonymous visitor looks at a product, which is cached.
	 */
	PRODUCT("product page", 200),

	/**
	 * A customer's name is read from the session.
	 */
	ME("page with a session", 200),

	/**
	 * A customer logs in, which makes a session.
	 */
	LOGIN("login", 200),

	/**
	 * A customer orders a product, which enqueues a job.
	 */
	ORDER("`POST /api/orders`", 202);

	private static final int PRODUCTS = 8;

	/**
	 * Twenty requests: 12 product pages, 4 pages with a session, 3 orders, a login.
	 */
	private static final RequestKind[] MIX = { PRODUCT, PRODUCT, ME, PRODUCT, ORDER, PRODUCT, PRODUCT, ME, PRODUCT,
			PRODUCT, ORDER, PRODUCT, LOGIN, PRODUCT, ME, PRODUCT, PRODUCT, ORDER, PRODUCT, ME };

	private final String title;

	private final int expectedStatus;

	RequestKind(String title, int expectedStatus) {
		this.title = title;
		this.expectedStatus = expectedStatus;
	}

	static RequestKind ofRequest(long number) {
		return MIX[(int) (number % MIX.length)];
	}

	String title() {
		return this.title;
	}

	int expectedStatus() {
		return this.expectedStatus;
	}

	boolean needsSession() {
		return this != PRODUCT;
	}

	HttpRequest.Builder request(URI shop, long number, Visitor visitor) {
		long product = number % PRODUCTS + 1;
		return switch (this) {
			case PRODUCT -> HttpRequest.newBuilder(shop.resolve("/api/products/" + product));
			case ME -> visitor.with(HttpRequest.newBuilder(shop.resolve("/api/me")));
			case LOGIN -> post(shop.resolve("/api/login"), "{\"user\":\"" + visitor.name() + "\"}");
			case ORDER ->
				visitor.with(post(shop.resolve("/api/orders"), "{\"productId\":" + product + ",\"quantity\":1}"));
		};
	}

	private static HttpRequest.Builder post(URI address, String body) {
		return HttpRequest.newBuilder(address)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body));
	}

}
