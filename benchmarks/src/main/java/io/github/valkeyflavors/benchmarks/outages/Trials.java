package io.github.valkeyflavors.benchmarks.outages;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs one shop on three fresh servers at a time.
 */
final class Trials {

	private static final int VISITORS = 50;

	private final Settings settings;

	private final Children children = new Children();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	Trials(Settings settings) {
		this.settings = settings;
	}

	Outcome run(Side side, Fault fault, Samples uncached) {
		System.err.println(fault + ", " + side + " ...");
		try (Servers servers = Servers.start(this.children, this.settings);
				Shop shop = new Shop(this.children, this.client, this.settings, side, servers, true)) {
			List<Visitor> visitors = logIn(shop);
			warmUp(shop, visitors);
			return measure(fault, servers, shop, visitors, uncached);
		}
	}

	private Outcome measure(Fault fault, Servers servers, Shop shop, List<Visitor> visitors, Samples uncached) {
		BreakerWatch breakers = new BreakerWatch(this.client, shop.address());
		Load load = load(shop, visitors, this.settings.rate());
		pass(this.settings.before());
		long struck = System.nanoTime();
		fault.strike(servers);
		pass(this.settings.outage());
		long healed = heal(fault, servers);
		pass(this.settings.recovery());
		long ended = System.nanoTime();
		Samples samples = load.stop();
		breakers.stop();
		OrderFates orders = OrderFates.of(samples.where((sample) -> sample.answered() >= struck), this.client, shop);
		return new Outcome(samples, struck, healed, ended, breakers.opened(struck), breakers.closed(healed), orders,
				uncached);
	}

	/**
	 * A frozen server is back with the signal, a killed one with its first answer.
	 */
	private static long heal(Fault fault, Servers servers) {
		long start = System.nanoTime();
		fault.heal(servers);
		return (fault == Fault.CACHE_KILLED) ? System.nanoTime() : start;
	}

	/**
	 * Measures the shop without a cache and without a fault.
	 */
	Samples runUncached(Side side) {
		System.err.println("no cache, " + side + " ...");
		try (Servers servers = Servers.start(this.children, this.settings);
				Shop shop = new Shop(this.children, this.client, this.settings, side, servers, false)) {
			List<Visitor> visitors = logIn(shop);
			warmUp(shop, visitors);
			Load load = load(shop, visitors, this.settings.rate());
			pass(this.settings.before().plus(this.settings.outage()));
			long ended = System.nanoTime();
			return load.stop().due(ended - this.settings.outage().toNanos(), ended);
		}
	}

	private void warmUp(Shop shop, List<Visitor> visitors) {
		Load load = load(shop, visitors, this.settings.rate() * 2);
		pass(this.settings.warmUp());
		load.stop();
	}

	private Load load(Shop shop, List<Visitor> visitors, int rate) {
		return new Load(this.client, shop.address(), visitors, this.settings.timeout(), rate);
	}

	private List<Visitor> logIn(Shop shop) {
		List<Visitor> visitors = new ArrayList<>();
		for (int i = 0; i < VISITORS; i++) {
			String name = "visitor-" + i;
			HttpRequest request = RequestKind.LOGIN.request(shop.address(), i, new Visitor(name, "")).build();
			HttpResponse<Void> response = send(request);
			String cookie = response.headers()
				.firstValue("Set-Cookie")
				.orElseThrow(() -> new IllegalStateException("A login was answered by " + response));
			visitors.add(new Visitor(name, cookie.substring(0, cookie.indexOf(';'))));
		}
		return visitors;
	}

	private HttpResponse<Void> send(HttpRequest request) {
		try {
			return this.client.send(request, BodyHandlers.discarding());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void pass(Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

}
