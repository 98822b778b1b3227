package io.github.valkeyflavors.it.cache;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.servers.Launcher;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A cache whose server fails in any way is a cache without entries: never an exception,
 * never a wait of more than one command timeout, and no old entry afterwards.
 */
@ValkeyServers(launcher = Launcher.LOCAL)
@ExtendWith(OutputCaptureExtension.class)
class CacheOutageIT {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(600);

	private static final Duration LESS_THAN_TWO = Duration.ofMillis(1_150);

	private static final String TEA = "tea";

	private Servers servers;

	private Server server;

	private TcpProxy proxy;

	private CacheApplication application;

	@BeforeEach
	void start() {
		this.server = this.servers.server("cache");
		this.server.flushAll();
		this.proxy = TcpProxy.to(this.server);
		this.application = CacheApplication.start(this.proxy.host(), this.proxy.port(),
				"valkey.flavors.cache.command-timeout=" + COMMAND_TIMEOUT.toMillis());
		this.application.shop().setPrice(TEA, 1);
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.proxy.close();
	}

	static Stream<Arguments> faultsAndReadings() {
		return Stream.of(Fault.values())
			.flatMap((fault) -> Stream.of(Reading.values()).map((reading) -> Arguments.of(fault, reading)));
	}

	static Stream<Arguments> faultsAndWritings() {
		return Stream.of(Fault.values())
			.flatMap((fault) -> Stream.of(Writing.values()).map((writing) -> Arguments.of(fault, writing)));
	}

	@ParameterizedTest
	@MethodSource("faultsAndReadings")
	void loadsOncePerCall(Fault fault, Reading reading) {
		connect();
		fault.begin(this.server, this.proxy);

		for (int call = 1; call <= 3; call++) {
			int loads = this.application.shop().loads();
			String product = "product" + call;
			this.application.shop().setPrice(product, call);
			long start = System.nanoTime();

			assertThat(reading.read(this.application, product)).isEqualTo(call);

			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LESS_THAN_TWO);
			assertThat(this.application.shop().loads()).isEqualTo(loads + 1);
		}
	}

	@ParameterizedTest
	@MethodSource("faultsAndWritings")
	void readsNoOldEntryAfterTheOutage(Fault fault, Writing writing) {
		connect();
		this.application.shop().price(TEA);
		this.application.shop().priceOfTwoCaches(TEA);
		this.application.shop().setPrice(TEA, 2);
		fault.begin(this.server, this.proxy);
		long start = System.nanoTime();

		writing.write(this.application, TEA);

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LESS_THAN_TWO);
		assertThat(this.application.shop().price(TEA)).isEqualTo(2);
		heal();
		assertThat(this.application.shop().price(TEA)).isEqualTo(2);
		assertThat(this.application.cache("prices").get(TEA, Integer.class)).isIn(2, null);
		await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(this.application.shop().price(TEA)).isEqualTo(2);
			assertThat(this.server.commands(CacheApplication.DATABASE).get("prices::tea")).isEqualTo("2");
		});
	}

	@ParameterizedTest
	@EnumSource
	void closesWithoutAnyCall(Fault fault) {
		connect();
		fault.begin(this.server, this.proxy);
		this.application.shop().evict(TEA);

		heal();

		assertThat(this.application.breaker().isOpen()).isFalse();
	}

	@Test
	void readsFromFullServer() {
		this.application.shop().price(TEA);
		this.server.fill();

		this.application.shop().price(TEA);

		assertThat(this.application.shop().loads()).isOne();
		assertThat(this.application.breaker().isOpen()).isFalse();
	}

	@Test
	void removesOldEntryThatFullServerCannotReplace() {
		this.application.shop().price(TEA);
		this.server.fill();

		this.application.shop().changedPrice(TEA, 2);

		assertThat(this.server.keys(CacheApplication.DATABASE)).isEmpty();
		assertThat(this.application.breaker().isOpen()).isFalse();
	}

	@Test
	void asksNothingWhileTheBreakerIsOpen() {
		connect();
		this.server.demote();
		this.application.shop().evict(TEA);
		assertThat(this.application.breaker().isOpen()).isTrue();
		long before = calls();

		for (int call = 0; call < 1_000; call++) {
			this.application.shop().price("product" + call);
			this.application.shop().evict("product" + call);
			this.application.shop().evictAll(TEA);
		}

		assertThat(this.application.breaker().isOpen()).isTrue();
		assertThat(calls()).isEqualTo(before);
	}

	private long calls() {
		return Stream.of(this.server.commands().info("commandstats").split("\r?\n"))
			.filter((line) -> line.matches("cmdstat_(get|set|del|unlink|scan):.*"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll(".*calls=(\\d+),.*", "$1")))
			.sum();
	}

	@Test
	void readsNoOldEntryAlsoWhenBreakersAreDisabled() {
		this.application.close();
		this.application = CacheApplication.start(this.proxy.host(), this.proxy.port(), "valkey.breaker.enabled=false");
		this.application.shop().setPrice(TEA, 1);
		this.application.shop().price(TEA);
		this.server.freeze();
		this.application.shop().setPrice(TEA, 2);
		this.application.shop().evict(TEA);

		heal();

		assertThat(this.application.shop().price(TEA)).isEqualTo(2);
	}

	@Test
	void isReadAgainAtOnceAfterTheOutage() {
		connect();
		this.server.freeze();
		this.application.shop().evict(TEA);
		for (int call = 0; call < 20; call++) {
			this.application.shop().price("product" + call);
		}
		heal();
		this.application.shop().price("product19");
		int loads = this.application.shop().loads();

		this.application.shop().price("product19");

		assertThat(this.application.shop().loads()).isEqualTo(loads);
	}

	@Test
	void logsBeginningAndEndOnce(CapturedOutput output) {
		connect();
		this.server.freeze();
		for (int call = 0; call < 100; call++) {
			this.application.shop().price("product" + call);
			this.application.shop().evict("product" + call);
		}
		heal();

		assertThat(output.getOut().lines().filter((line) -> line.contains("Flavor 'cache'")))
			.filteredOn((line) -> line.contains(":" + this.proxy.port()))
			.hasSize(2);
	}

	private void connect() {
		this.application.shop().price("any");
		this.application.shop().futurePrice("any").join();
	}

	private void heal() {
		this.server.heal();
		this.proxy.passThrough();
		await().atMost(PATIENCE).until(() -> !this.application.breaker().isOpen());
	}

}
