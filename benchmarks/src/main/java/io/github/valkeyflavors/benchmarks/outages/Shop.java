package io.github.valkeyflavors.benchmarks.outages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One running shop. A look-up in its database takes 5 ms, and so does a payment.
 */
final class Shop implements AutoCloseable {

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);

	/**
	 * What the shop logs each time that the job of an order has run.
	 */
	private static final Pattern RUN = Pattern
		.compile("(?:Confirmed order|Order) ([0-9a-f-]{36})(?: is not pending, nothing to do)?$");

	private final Children children;

	private final HttpClient client;

	private final URI address;

	private final Path log;

	private final Process process;

	Shop(Children children, HttpClient client, Settings settings, Side side, Servers servers, boolean cached) {
		this.children = children;
		this.client = client;
		int port = Ports.free();
		this.address = URI.create("http://127.0.0.1:" + port);
		try {
			this.log = Files.createTempFile(settings.scratch(), "shop", ".log");
			Path stock = Files.writeString(settings.scratch().resolve("stock.sql"),
					"update products set stock = 100000000;");
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
			command.addAll(settings.javaOptions());
			command.addAll(List.of("-jar", side.jar(settings).toString()));
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.log.toFile());
			builder.environment().keySet().removeIf((name) -> name.matches("(REDIS|VALKEY|SPRING|SERVER)_.*"));
			builder.environment().putAll(environment(port, stock, cached));
			builder.environment().putAll(side.environment(servers));
			this.process = children.start(builder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		awaitStart();
	}

	private static Map<String, String> environment(int port, Path stock, boolean cached) {
		Map<String, String> environment = new HashMap<>();
		environment.put("SERVER_PORT", "" + port);
		environment.put("STOREFRONT_CATALOG_LATENCY", "5ms");
		environment.put("STOREFRONT_PAYMENT_LATENCY", "5ms");
		environment.put("SPRING_SQL_INIT_DATA_LOCATIONS", "classpath:data.sql," + stock.toUri());
		if (!cached) {
			environment.put("SPRING_CACHE_TYPE", "none");
		}
		return environment;
	}

	private void awaitStart() {
		long deadline = System.nanoTime() + PATIENCE;
		HttpRequest request = HttpRequest.newBuilder(this.address.resolve("/api/products/1"))
			.timeout(Duration.ofSeconds(1))
			.build();
		while (!isAnswered(request)) {
			if (System.nanoTime() > deadline || !this.process.isAlive()) {
				throw new IllegalStateException("The shop does not start, see " + this.log);
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
		}
	}

	private boolean isAnswered(HttpRequest request) {
		try {
			return this.client.send(request, BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	URI address() {
		return this.address;
	}

	/**
	 * Counts how often the job of each order has run, successfully or because it was
	 * performed already.
	 */
	Map<String, Integer> runsOfOrders() {
		try (Stream<String> lines = Files.lines(this.log)) {
			Map<String, Integer> runs = new HashMap<>();
			lines.map(RUN::matcher).filter(Matcher::find).forEach((run) -> runs.merge(run.group(1), 1, Integer::sum));
			return runs;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.children.kill(this.process);
	}

}
