package io.github.valkeyflavors.it.storefront;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.valkeyflavors.it.observability.MetricNames;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The storefront as Prometheus scrapes it.
 */
@ValkeyServers
class ScrapedStorefrontIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration LONGEST_SCRAPE = Duration.ofSeconds(1);

	private static final int SCRAPES = 50;

	private static final Pattern INFO_CALLS = Pattern.compile("cmdstat_info:calls=(\\d+)");

	// The storefront has no commons-pool2
	private static final Set<String> WITH_A_POOL = Set.of("valkey_pool_active", "valkey_pool_idle",
			"valkey_pool_waiting");

	private Servers servers;

	private StorefrontProcess storefront;

	@AfterEach
	void stop() {
		this.servers.heal();
		if (this.storefront != null) {
			this.storefront.close();
		}
	}

	@Test
	void hasEveryMetricThatAlertsAndDashboardName() throws Exception {
		start("1s");
		order();
		missTheCache();
		Set<String> expected = new TreeSet<>(MetricNames.shipped());
		expected.removeAll(WITH_A_POOL);

		await().atMost(PATIENCE).untilAsserted(() -> assertThat(MetricNames.inScrape(scrape())).containsAll(expected));
	}

	private void order() throws Exception {
		assertThat(this.storefront.post("/api/login", "{\"user\":\"ada\"}").status()).isEqualTo(200);
		String order = this.storefront.post("/api/orders", "{\"productId\":1,\"quantity\":1}").text("orderId");
		await().atMost(PATIENCE)
			.until(() -> this.storefront.get("/api/orders/" + order).text("status").equals("confirmed"));
	}

	// Some counters begin with the first outage
	private void missTheCache() {
		this.servers.server("cache").freeze();
		await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(this.storefront.get("/api/products/1").status()).isEqualTo(200);
			assertThat(scrape()).contains("valkey_breaker_open{flavor=\"cache\"} 1.0");
		});
		this.servers.server("cache").thaw();
	}

	@Test
	void tellsOfEachServerByFlavor() throws Exception {
		start("1s");

		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(scrape()).contains("valkey_server_up" + tags("cache") + " 1.0")
				.contains("valkey_server_up" + tags("sessions") + " 1.0")
				.contains("valkey_server_up" + tags("queue") + " 1.0"));
	}

	private String tags(String flavor) {
		return "{endpoint=\"%s\",flavor=\"%s\"}".formatted(this.servers.server(flavor), flavor);
	}

	@Test
	void asksNoServerWhileItIsScraped() throws Exception {
		start("1h");
		await().atMost(PATIENCE)
			.until(() -> this.servers.all().size() == scrape().split("valkey_server_up\\{").length - 1);
		Map<Server, Long> before = infoCalls();

		for (int i = 0; i < SCRAPES; i++) {
			scrape();
		}

		// Counting them is one call more
		assertThat(infoCalls()).allSatisfy((server, calls) -> assertThat(calls).isEqualTo(before.get(server) + 1));
	}

	private Map<Server, Long> infoCalls() {
		Map<Server, Long> calls = new HashMap<>();
		this.servers.all().forEach((server) -> {
			Matcher matcher = INFO_CALLS.matcher(server.commands().info("commandstats"));
			calls.put(server, matcher.find() ? Long.parseLong(matcher.group(1)) : 0);
		});
		return calls;
	}

	@Test
	void tellsHowItsReplicaFollows() throws Exception {
		start("1s");
		try (Server replica = Server.start("queue")) {
			replica.replicaOf(this.servers.server("queue"));

			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(scrape()).contains("valkey_connected_replicas" + tags("queue") + " 1.0")
					.containsPattern(Pattern.quote("valkey_replication_lag" + tags("queue")) + " \\d")
					.containsPattern(Pattern.quote("valkey_replication_last_contact" + tags("queue")) + " \\d"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "frozen", "killed" })
	void isScrapedAsFastWhileAllServersAre(String away) throws Exception {
		start("1s");
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(scrape()).contains("valkey_server_up" + tags("queue")));
		this.servers.all().forEach(away.equals("frozen") ? Server::freeze : Server::kill);

		for (int i = 0; i < SCRAPES; i++) {
			long start = System.nanoTime();
			scrape();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST_SCRAPE);
		}

		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(scrape()).contains("valkey_server_up" + tags("queue") + " 0.0")
				.contains("valkey_used_memory" + tags("queue") + " NaN"));
	}

	private void start(String interval) throws Exception {
		Map<String, String> variables = new HashMap<>(SplitStorefrontIT.variablesOf(this.servers));
		variables.put("VALKEY_WATCH_INTERVAL", interval);
		this.storefront = StorefrontProcess.start(variables);
	}

	private String scrape() throws Exception {
		return this.storefront.get("/actuator/prometheus").text("text");
	}

}
