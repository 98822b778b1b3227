package io.github.valkeyflavors.it.pressure;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import io.github.valkeyflavors.it.servers.Launcher;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.ops.pressure.PressureLevel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A cache server that fills until its application makes room.
 */
@ValkeyServers(launcher = Launcher.LOCAL)
class MemoryPressureIT {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private static final int CACHE = 4;

	private static final int API_CACHE = 5;

	private static final int QUEUE = 3;

	private static final String MEGABYTE = "x".repeat(1_000_000);

	private Servers servers;

	private Server server;

	private Server queue;

	private PressureApplication application;

	private int entries;

	@BeforeEach
	void start() {
		this.server = this.servers.server("cache");
		this.queue = this.servers.server("queue");
		this.server.flushAll();
		this.queue.flushAll();
		this.server.limitMemory(DataSize.ofMegabytes(60));
		for (int i = 0; i < 30; i++) {
			this.server.commands(API_CACHE).set("answer" + i, MEGABYTE);
		}
		// Not the library's, but of somebody who shares the server
		this.server.commands(QUEUE).lpush("queue:default", "job");
		this.queue.commands(API_CACHE).set("key", "value");
		this.application = PressureApplication.start(this.server, this.queue);
		this.application.watch();
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void makesRoomWhenItsServerFills() {
		fillUntil(PressureLevel.CRITICAL);

		awaitNormal();

		assertThat(this.application.levels()).containsExactly(PressureLevel.ELEVATED, PressureLevel.HIGH,
				PressureLevel.CRITICAL, PressureLevel.NORMAL);
		assertThat(this.server.keys(API_CACHE)).containsExactly("valkey-flavors:flushed");
	}

	@Test
	void flushesNothingButTheNamedDatabase() {
		fillUntil(PressureLevel.CRITICAL);

		assertThat(this.server.keys(CACHE)).hasSize(this.entries);
		assertThat(this.server.commands(QUEUE).lrange("queue:default", 0, -1)).containsExactly("job");
		assertThat(this.queue.keys(API_CACHE)).containsExactly("key");
	}

	@Test
	void shortensTimesToLiveWhileThePressureLasts() {
		put("before");
		fillUntil(PressureLevel.ELEVATED);
		put("meanwhile");
		fillUntil(PressureLevel.CRITICAL);
		awaitNormal();
		put("after");

		assertThat(List.of("before", "meanwhile", "after"))
			.extracting((key) -> this.server.commands(CACHE).ttl("prices::" + key) > 1_800)
			.containsExactly(true, false, true);
	}

	@Test
	void stopsOptionalCacheWhileThePressureLasts() {
		this.application.cache("optional").put("tea", "old");
		fillUntil(PressureLevel.HIGH);
		assertThat(this.application.cache("optional").get("tea", String.class)).isEqualTo("old");

		this.application.cache("optional").put("tea", "new");

		assertThat(this.server.keys(CACHE)).doesNotContain("optional::tea");
		fillUntil(PressureLevel.CRITICAL);
		awaitNormal();
		this.application.cache("optional").put("tea", "new");
		assertThat(this.application.cache("optional").get("tea", String.class)).isEqualTo("new");
	}

	@Test
	void readsNoOldEntryOfStoppedCacheAfterAnOutage() {
		this.application.cache("optional").put("tea", "old");
		fillUntil(PressureLevel.HIGH);
		this.server.freeze();

		this.application.cache("optional").put("tea", "new");

		this.server.thaw();
		await().atMost(PATIENCE).until(() -> !this.application.breaker().isOpen());
		assertThat(this.application.cache("optional").get("tea")).isNull();
	}

	@Test
	void keepsReactingWhileTheServerIsAway() {
		fillUntil(PressureLevel.HIGH);
		this.server.freeze();
		this.application.watch();
		this.server.thaw();
		await().atMost(PATIENCE).until(() -> !this.application.breaker().isOpen());

		this.application.cache("optional").put("tea", "new");

		assertThat(this.server.keys(CACHE)).doesNotContain("optional::tea");
	}

	@Test
	void flushesOnceForSeveralProcesses() {
		try (PressureApplication other = PressureApplication.start(this.server, this.queue)) {
			other.watch();
			fillUntil(PressureLevel.CRITICAL);
			this.server.commands(API_CACHE).set("answer", "value");
			// Until the other one would see the rise as well
			while (other.level() != PressureLevel.CRITICAL) {
				put("price" + this.entries++);
				other.watch();
			}

			assertThat(this.server.keys(API_CACHE)).containsExactly("answer", "valkey-flavors:flushed");
		}
	}

	private void fillUntil(PressureLevel level) {
		for (int i = 0; i < 100 && this.application.level().compareTo(level) < 0; i++) {
			put("price" + this.entries++);
			this.application.watch();
		}
		assertThat(this.application.level()).isEqualTo(level);
	}

	private void put(String key) {
		this.application.cache("prices").put(key, MEGABYTE);
	}

	// Memory is freed in the background
	private void awaitNormal() {
		await().atMost(PATIENCE).until(() -> {
			this.application.watch();
			return this.application.level() == PressureLevel.NORMAL;
		});
	}

}
