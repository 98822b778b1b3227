package io.github.valkeyflavors.benchmarks.outages;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks ten times a second whether a circuit breaker is open, as monitoring would: the
 * meter {@code valkey.breaker.open} is the number of those that are. Sees nothing on a
 * shop that has no such meter.
 */
final class BreakerWatch {

	private static final Pattern VALUE = Pattern.compile("\"value\":([0-9.]+)");

	private final HttpClient client;

	private final HttpRequest request;

	private final List<Look> looks = new ArrayList<>();

	private final Thread thread = new Thread(this::watch, "breakers");

	private volatile boolean stopped;

	BreakerWatch(HttpClient client, URI shop) {
		this.client = client;
		this.request = HttpRequest.newBuilder(shop.resolve("/actuator/metrics/valkey.breaker.open"))
			.timeout(Duration.ofSeconds(1))
			.build();
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void watch() {
		while (!this.stopped) {
			try {
				HttpResponse<String> response = this.client.send(this.request, BodyHandlers.ofString());
				Matcher value = VALUE.matcher(response.body());
				if (response.statusCode() == 200 && value.find()) {
					this.looks.add(new Look(System.nanoTime(), Double.parseDouble(value.group(1)) > 0));
				}
			}
			catch (IOException ex) {
				// A shop that hangs is asked again
			}
			catch (InterruptedException ex) {
				return;
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
		}
	}

	/**
	 * Returns when a breaker was first seen open after a point in time.
	 */
	OptionalLong opened(long after) {
		return this.looks.stream().filter((look) -> look.at() >= after && look.open()).mapToLong(Look::at).findFirst();
	}

	/**
	 * Returns from when on all of them were seen closed, after a point in time.
	 */
	OptionalLong closed(long after) {
		OptionalLong closed = OptionalLong.empty();
		for (Look look : this.looks) {
			if (look.open()) {
				closed = OptionalLong.empty();
			}
			else if (closed.isEmpty() && look.at() >= after) {
				closed = OptionalLong.of(look.at());
			}
		}
		return closed;
	}

	/**
	 * Ends the looking, after which the results may be asked for.
	 */
	void stop() {
		this.stopped = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private record Look(long at, boolean open) {

	}

}
