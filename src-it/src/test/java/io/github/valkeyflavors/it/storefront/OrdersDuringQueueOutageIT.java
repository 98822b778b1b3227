package io.github.valkeyflavors.it.storefront;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.it.storefront.StorefrontProcess.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The storefront takes orders while the server of its queue is frozen, and confirms each
 * of them once when it is back.
 */
@ValkeyServers
class OrdersDuringQueueOutageIT {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int ORDERS = 40;

	// The first ones wait for the push timeout, until the breaker opens
	private static final int SLOW_ORDERS = 10;

	private static final Duration FAST = Duration.ofMillis(300);

	private Servers servers;

	@AfterEach
	void heal() {
		this.servers.all().forEach(Server::heal);
	}

	@Test
	void takesOrdersAndConfirmsEachOnce() throws Exception {
		try (StorefrontProcess storefront = StorefrontProcess.start(SplitStorefrontIT.variablesOf(this.servers),
				"-Dstorefront.payment.latency=20ms")) {
			assertThat(storefront.post("/api/login", "{\"user\":\"ada\"}").status()).isEqualTo(200);
			List<String> orders = new ArrayList<>(List.of(order(storefront)));
			awaitConfirmation(storefront, orders);

			this.servers.server("queue").freeze();
			int slow = 0;
			for (int i = 0; i < ORDERS; i++) {
				long start = System.nanoTime();
				orders.add(order(storefront));
				slow += (System.nanoTime() - start > FAST.toNanos()) ? 1 : 0;
			}
			assertThat(storefront.get("/api/orders/" + orders.get(ORDERS)).text("status")).isEqualTo("pending");
			this.servers.server("queue").thaw();

			awaitConfirmation(storefront, orders);
			assertThat(slow).as("orders that took longer than %s", FAST).isLessThanOrEqualTo(SLOW_ORDERS);
		}
	}

	private static String order(StorefrontProcess storefront) throws Exception {
		Answer answer = storefront.post("/api/orders", "{\"productId\":1,\"quantity\":1}");
		assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
		return answer.text("orderId");
	}

	private static void awaitConfirmation(StorefrontProcess storefront, List<String> orders) {
		await().atMost(PATIENCE).untilAsserted(() -> {
			for (String order : orders) {
				assertThat(storefront.get("/api/orders/" + order).body().findValuesAsString("step"))
					.containsExactly("waiting", "running", "done");
			}
		});
	}

}
