package io.github.valkeyflavors.it.cache;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.servers.Launcher;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A put that its caller gave up arrives after the entry was evicted.
 */
@ValkeyServers(launcher = Launcher.LOCAL)
class LateWriteIT {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private static final String OLD = "1";

	private static final String NEW = "2";

	private Servers servers;

	private Server server;

	private TcpProxy proxy;

	private CacheApplication application;

	private Cache cache;

	@BeforeEach
	void start() {
		this.server = this.servers.server("cache");
		this.server.flushAll();
		this.proxy = TcpProxy.to(this.server);
		this.application = CacheApplication.start(this.proxy.host(), this.proxy.port(),
				"valkey.flavors.cache.command-timeout=200ms");
		this.cache = this.application.cache("prices");
		// On a busy machine the first connection may take too long for a cache
		await().atMost(PATIENCE).until(() -> {
			this.cache.get("any");
			return !this.application.breaker().isOpen();
		});
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.proxy.close();
	}

	@Test
	void isNotReadWhenTheLineHeldItBack() {
		this.proxy.delay(Duration.ofMillis(1_500), Duration.ZERO);
		this.cache.put("tea", 1);
		this.cache.evict("tea");
		this.proxy.passThrough();
		awaitClosed();
		assertThat(stored()).isNull();

		await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> OLD.equals(readAndLook()));

		await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> readAndLook() == null);
		assertThat(this.cache.get("tea")).isNull();
	}

	@Test
	void doesNotKeepNewerEntryFromBeingRead() {
		this.proxy.delay(Duration.ofMillis(1_500), Duration.ZERO);
		this.cache.put("tea", 1);
		this.cache.evict("tea");
		this.proxy.passThrough();
		awaitClosed();

		await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(this.cache.get("tea", () -> 2)).isEqualTo(2);
			assertThat(this.cache.get("tea", () -> 3)).isEqualTo(2);
		});
		assertThat(stored()).isEqualTo(NEW);
	}

	@Test
	void isNotReadWhenAFrozenServerFindsItInALostConnection() {
		this.server.freeze();
		this.cache.put("tea", 1);
		this.cache.evict("tea");
		this.proxy.reset();
		this.server.thaw();
		awaitClosed();

		await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> this.cache.get("tea") == null);
		assertThat(stored()).isNull();
	}

	/**
	 * What the server has, while nobody reads it through the cache.
	 */
	private String readAndLook() {
		assertThat(this.cache.get("tea")).isNull();
		return stored();
	}

	private String stored() {
		return this.server.commands(CacheApplication.DATABASE).get("prices::tea");
	}

	private void awaitClosed() {
		await().atMost(PATIENCE).until(() -> !this.application.breaker().isOpen());
	}

}
