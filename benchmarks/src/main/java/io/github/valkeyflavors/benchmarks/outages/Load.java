package io.github.valkeyflavors.benchmarks.outages;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Requests at a constant rate, whether the answers come or not. From its creation to
 * {@link #stop()}.
 */
final class Load {

	private static final Pattern ORDER = Pattern.compile("\"orderId\":\"([^\"]+)\"");

	private final HttpClient client;

	private final URI shop;

	private final List<Visitor> visitors;

	private final Duration timeout;

	private final long interval;

	private final List<CompletableFuture<Sample>> samples = new ArrayList<>();

	private final Thread thread = new Thread(this::send, "load");

	private volatile boolean stopped;

	Load(HttpClient client, URI shop, List<Visitor> visitors, Duration timeout, int rate) {
		this.client = client;
		this.shop = shop;
		this.visitors = visitors;
		this.timeout = timeout;
		this.interval = TimeUnit.SECONDS.toNanos(1) / rate;
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void send() {
		long due = System.nanoTime();
		for (long number = 0; !this.stopped; number++) {
			long early = due - System.nanoTime();
			while (early > 0) {
				LockSupport.parkNanos(early);
				early = due - System.nanoTime();
			}
			send(number, due);
			due += this.interval;
		}
	}

	private void send(long number, long due) {
		RequestKind kind = RequestKind.ofRequest(number);
		Visitor visitor = this.visitors.get((int) (number % this.visitors.size()));
		HttpRequest request = kind.request(this.shop, number, visitor).timeout(this.timeout).build();
		long sent = System.nanoTime();
		this.samples.add(this.client.sendAsync(request, BodyHandlers.ofString())
			.handle((response, failure) -> sample(kind, visitor, due, sent, response)));
	}

	private static Sample sample(RequestKind kind, Visitor visitor, long due, long sent,
			@Nullable HttpResponse<String> response) {
		long now = System.nanoTime();
		if (response == null) {
			return new Sample(kind, visitor, due, sent, now, 0, false, null);
		}
		boolean polite = response.headers().firstValue("Retry-After").isPresent()
				&& response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json");
		Matcher order = ORDER.matcher(response.body());
		return new Sample(kind, visitor, due, sent, now, response.statusCode(), polite,
				(kind == RequestKind.ORDER && order.find()) ? order.group(1) : null);
	}

	/**
	 * Sends no more requests, and waits for the answers of those that were sent.
	 */
	Samples stop() {
		this.stopped = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return new Samples(this.samples.stream().map(CompletableFuture::join).toList());
	}

}
