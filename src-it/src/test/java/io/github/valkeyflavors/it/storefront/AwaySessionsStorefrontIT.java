package io.github.valkeyflavors.it.storefront;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.it.storefront.StorefrontProcess.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The shop for a customer who is logged in, while the sessions server is away.
 */
@ValkeyServers
class AwaySessionsStorefrontIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static StorefrontProcess storefront;

	private static Server sessions;

	@BeforeAll
	static void start(Servers servers) throws Exception {
		sessions = servers.server("sessions");
		storefront = StorefrontProcess.start(SplitStorefrontIT.variablesOf(servers));
	}

	@AfterAll
	static void stop() {
		storefront.close();
	}

	@BeforeEach
	void logInAndFreeze() {
		await().atMost(PATIENCE).until(() -> storefront.post("/api/login", "{\"user\":\"ada\"}").status() == 200);
		sessions.freeze();
	}

	@Test
	void showsSpices() throws Exception {
		Answer answer = storefront.page("/products/1");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text("text")).contains("Smoked paprika", "Log in");
	}

	@Test
	void tellsMachinesOfSpices() throws Exception {
		assertThat(storefront.get("/api/products/1").text("name")).isEqualTo("Smoked paprika");
	}

	@Test
	void tellsMachinesThatLoginIsAway() throws Exception {
		Answer answer = storefront.get("/api/me");

		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.text("detail")).contains("Try again in 5 seconds");
	}

	@Test
	void showsPageOfShopInsteadOfOrders() throws Exception {
		Answer answer = storefront.page("/orders");

		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.text("text")).contains("The shop cannot answer at the moment.", "To the spices");
	}

	@Test
	void keepsLogin() throws Exception {
		storefront.get("/api/me");

		sessions.thaw();

		await().atMost(PATIENCE).until(() -> storefront.get("/api/me").status() != 503);
		assertThat(storefront.get("/api/me").text("user")).isEqualTo("ada");
	}

}
