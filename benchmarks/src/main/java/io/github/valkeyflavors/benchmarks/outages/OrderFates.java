package io.github.valkeyflavors.benchmarks.outages;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What became of the orders that the shop accepted.
 *
 * @param accepted how many there were
 * @param unconfirmed how many were not confirmed in the end
 * @param repeated how many were performed more than once
 */
record OrderFates(double accepted, double unconfirmed, double repeated) {

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

	private static final int AT_ONCE = 20;

	/**
	 * Asks for every order until it is confirmed, half a minute at most.
	 */
	static OrderFates of(Samples samples, HttpClient client, Shop shop) {
		List<Sample> orders = samples.where((sample) -> sample.order() != null).all();
		List<Sample> open = orders;
		long deadline = System.nanoTime() + PATIENCE;
		while (!open.isEmpty() && System.nanoTime() < deadline) {
			open = unconfirmed(open, client, shop.address(), deadline);
		}
		Map<String, Integer> runs = shop.runsOfOrders();
		long repeated = orders.stream().filter((order) -> runs.getOrDefault(order.order(), 0) > 1).count();
		return new OrderFates(orders.size(), open.size(), repeated);
	}

	private static List<Sample> unconfirmed(List<Sample> orders, HttpClient client, URI shop, long deadline) {
		List<Sample> unconfirmed = new ArrayList<>();
		for (int start = 0; start < orders.size(); start += AT_ONCE) {
			List<Sample> some = orders.subList(start, Math.min(start + AT_ONCE, orders.size()));
			if (System.nanoTime() > deadline) {
				unconfirmed.addAll(some);
				continue;
			}
			List<CompletableFuture<Boolean>> answers = some.stream()
				.map((order) -> isConfirmed(order, client, shop))
				.toList();
			for (int i = 0; i < some.size(); i++) {
				if (!answers.get(i).join()) {
					unconfirmed.add(some.get(i));
				}
			}
		}
		return unconfirmed;
	}

	private static CompletableFuture<Boolean> isConfirmed(Sample order, HttpClient client, URI shop) {
		HttpRequest request = order.visitor()
			.with(HttpRequest.newBuilder(shop.resolve("/api/orders/" + order.order())))
			.timeout(Duration.ofSeconds(5))
			.build();
		return client.sendAsync(request, BodyHandlers.ofString())
			.thenApply(HttpResponse::body)
			.thenApply((body) -> body.contains("\"status\":\"confirmed\""))
			.exceptionally((failure) -> false);
	}

}
