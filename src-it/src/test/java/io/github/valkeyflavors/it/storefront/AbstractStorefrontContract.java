package io.github.valkeyflavors.it.storefront;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.storefront.StorefrontProcess.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the storefront does, and where it leaves which keys, whatever servers its
 * variables name: the same jar, the same traffic, the same databases.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractStorefrontContract {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Pattern JOB = Pattern
		.compile("queues|queue:.*|processes|stat:.*|[^:]+:\\d+:[0-9a-f]{12}(:work)?"
				+ "|valkey-flavors:(workers|pushed|heartbeat:.*|in-hand:.*)");

	protected Servers servers;

	protected StorefrontProcess storefront;

	private String orderId;

	private Answer firstProduct;

	private Answer secondProduct;

	/**
	 * The variables that the storefront is started with.
	 */
	protected abstract Map<String, String> variables();

	/**
	 * Options of the JVM.
	 */
	protected String[] options() {
		return new String[0];
	}

	/**
	 * The server that a flavor lives on.
	 */
	protected abstract Server serverOf(String flavor);

	@BeforeAll
	void logInBrowseAndOrder(Servers servers) throws Exception {
		this.servers = servers;
		this.storefront = StorefrontProcess.start(variables(), options());
		assertThat(this.storefront.post("/api/login", "{\"user\":\"ada\"}").status()).isEqualTo(200);
		this.firstProduct = this.storefront.get("/api/products/1");
		this.secondProduct = this.storefront.get("/api/products/1");
		this.storefront.get("/api/rates/CHF");
		this.orderId = order();
		awaitConfirmation(this.orderId);
	}

	@AfterAll
	void stop() {
		if (this.storefront != null) {
			this.storefront.close();
		}
	}

	@Test
	void keepsTheUserLoggedIn() throws Exception {
		assertThat(this.storefront.get("/api/me").text("user")).isEqualTo("ada");
	}

	@Test
	void cachesTheProduct() {
		assertThat(this.firstProduct.text("source")).isEqualTo("database");
		assertThat(this.secondProduct.text("source")).isEqualTo("cache");
	}

	@Test
	void confirmsTheOrderByAJob() throws Exception {
		assertThat(this.storefront.get("/api/orders/" + this.orderId).text("status")).isEqualTo("confirmed");
	}

	@Test
	void tellsTheLifeOfTheJob() {
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(
					this.storefront.get("/api/orders/" + this.orderId).body().findValuesAsString("step"))
				.containsExactly("waiting", "running", "done"));
	}

	@Test
	void leavesEachKeyInTheDatabaseOfItsFlavorAndEveryOtherDatabaseEmpty() {
		assertThat(kindsByServerAndDatabase()).isEqualTo(expectedKinds());
	}

	@Test
	void saysWhereEachLogicalDatabaseLives() {
		List<String> summary = this.storefront.output()
			.stream()
			.filter((line) -> line.contains("Logical database "))
			.toList();

		assertThat(summary).hasSize(8);
		assertThat(summary).filteredOn((line) -> line.contains("the unqualified one"))
			.singleElement()
			.asString()
			.contains("sessions");
		assertThat(summary).filteredOn((line) -> line.contains(" queue "))
			.allMatch((line) -> line.contains(":" + serverOf("queue").port()));
	}

	protected final String order() throws Exception {
		Answer answer = this.storefront.post("/api/orders", "{\"productId\":1,\"quantity\":1}");
		assertThat(answer.status()).isEqualTo(202);
		assertThat(answer.text("jobId")).matches("[0-9a-f]{24}");
		return answer.text("orderId");
	}

	protected final void awaitConfirmation(String id) {
		await().atMost(PATIENCE)
			.until(() -> this.storefront.get("/api/orders/" + id).text("status").equals("confirmed"));
	}

	private Map<String, Map<Integer, Set<String>>> expectedKinds() {
		Map<String, Map<Integer, Set<String>>> expected = new TreeMap<>();
		this.servers.all().forEach((server) -> expected.put(server.toString(), new TreeMap<>()));
		expected.get(serverOf("sessions").toString()).put(0, Set.of("session"));
		expected.get(serverOf("queue").toString()).put(3, Set.of("job"));
		expected.get(serverOf("cache").toString()).put(4, Set.of("products"));
		expected.get(serverOf("cache").toString()).put(5, Set.of("rates"));
		return expected;
	}

	private Map<String, Map<Integer, Set<String>>> kindsByServerAndDatabase() {
		Map<String, Map<Integer, Set<String>>> kinds = new TreeMap<>();
		for (Server server : this.servers.all()) {
			Map<Integer, Set<String>> byDatabase = new TreeMap<>();
			server.allKeys().forEach((database, keys) -> {
				if (!keys.isEmpty()) {
					byDatabase.put(database,
							keys.stream()
								.map(AbstractStorefrontContract::kind)
								.collect(Collectors.toCollection(TreeSet::new)));
				}
			});
			kinds.put(server.toString(), byDatabase);
		}
		return kinds;
	}

	private static String kind(String key) {
		if (key.startsWith("spring:session:sessions:")) {
			return "session";
		}
		if (key.startsWith("products::")) {
			return "products";
		}
		if (key.startsWith("rates::")) {
			return "rates";
		}
		return JOB.matcher(key).matches() ? "job" : key;
	}

}
