package io.github.valkeyflavors.it.storefront;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application whose servers are away starts, and uses them when they come back.
 */
@ValkeyServers
class DeadServersStorefrontIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private Servers servers;

	@AfterEach
	void bringServersBack() {
		this.servers.all().forEach(Server::restart);
	}

	@Test
	void startsAndUsesTheServersWhenTheyComeBack() throws Exception {
		this.servers.all().forEach(Server::kill);
		try (StorefrontProcess storefront = StorefrontProcess.start(SplitStorefrontIT.variablesOf(this.servers))) {
			assertThat(storefront.get("/actuator/health/liveness").status()).isEqualTo(200);

			this.servers.all().forEach(Server::restart);

			await().atMost(PATIENCE).until(() -> storefront.post("/api/login", "{\"user\":\"ada\"}").status() == 200);
			await().atMost(PATIENCE).until(() -> storefront.get("/api/products/2").text("source").equals("cache"));
			String order = storefront.post("/api/orders", "{\"productId\":1,\"quantity\":1}").text("orderId");
			await().atMost(PATIENCE)
				.until(() -> storefront.get("/api/orders/" + order).text("status").equals("confirmed"));
		}
	}

}
