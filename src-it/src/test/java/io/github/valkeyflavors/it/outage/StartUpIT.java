package io.github.valkeyflavors.it.outage;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.outage.Storefront.Answer;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application starts whichever of its servers are away or frozen, and its first use of
 * them waits no longer than any other.
 */
@ValkeyServers
class StartUpIT {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration CACHE_TIMEOUT = Duration.ofMillis(200);

	private static final Duration SESSIONS_TIMEOUT = Duration.ofSeconds(1);

	// Of which the push waits for 250 ms
	private static final Duration ORDER = Duration.ofMillis(1_500);

	private static final Duration ON_A_BUSY_MACHINE = Duration.ofMillis(800);

	private static final String NO_WATCH = "--valkey.watch.enabled=false";

	private Servers servers;

	@AfterEach
	void heal() {
		this.servers.all().forEach(Server::heal);
	}

	static Stream<Set<String>> subsets() {
		return IntStream.range(0, 1 << Storefront.FLAVORS.size())
			.mapToObj((bits) -> Set.copyOf(IntStream.range(0, Storefront.FLAVORS.size())
				.filter((index) -> (bits & 1 << index) != 0)
				.mapToObj(Storefront.FLAVORS::get)
				.toList()));
	}

	@ParameterizedTest
	@MethodSource("subsets")
	void startsWithAnyServersAway(Set<String> away) {
		away.forEach((flavor) -> this.servers.server(flavor).kill());

		try (Storefront storefront = Storefront.start(Storefront.variables(this.servers))) {
			assertThat(storefront.get("/api/products/1").body()).contains("\"id\":1");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "cache", "sessions", "queue" })
	void startsWhileServerIsFrozen(String flavor) {
		this.servers.server(flavor).freeze();

		try (Storefront storefront = Storefront.start(Storefront.variables(this.servers))) {
			assertThat(storefront.isRunning()).isTrue();
		}
	}

	@Test
	void firstPageIsServedInTimeWhenCacheIsFrozen() {
		this.servers.server("cache").freeze();

		try (Storefront storefront = start()) {
			assertAnswer(200, CONNECT_TIMEOUT.plus(CACHE_TIMEOUT).plus(ON_A_BUSY_MACHINE),
					() -> storefront.get("/api/products/1"));
		}
	}

	@Test
	void firstLoginIsUnavailableInTimeWhenSessionsAreFrozen() {
		this.servers.server("sessions").freeze();

		try (Storefront storefront = start()) {
			assertAnswer(503, CONNECT_TIMEOUT.plus(SESSIONS_TIMEOUT).plus(ON_A_BUSY_MACHINE), storefront::logIn);
		}
	}

	@Test
	void firstPageWithSessionIsUnavailableInTimeWhenSessionsAreFrozen() {
		this.servers.server("sessions").freeze();
		String id = UUID.randomUUID().toString();
		String cookie = "SESSION=" + Base64.getEncoder().encodeToString(id.getBytes(StandardCharsets.US_ASCII));

		try (Storefront storefront = start()) {
			assertAnswer(503, CONNECT_TIMEOUT.plus(SESSIONS_TIMEOUT).plus(ON_A_BUSY_MACHINE),
					() -> storefront.getWithSession("/api/me", cookie));
		}
	}

	@Test
	void firstOrderIsAcceptedInTimeWhenQueueIsFrozen() {
		this.servers.server("queue").freeze();

		try (Storefront storefront = start()) {
			storefront.logIn();
			assertAnswer(202, ORDER, storefront::order);
			// The stop would wait for the job that is kept
			this.servers.server("queue").thaw();
		}
	}

	// Its worker or the watch would be the first to connect
	private Storefront start() {
		Storefront storefront = Storefront.start(Storefront.variables(this.servers), Storefront.NO_WORKER, NO_WATCH);
		// The first request of all is slow for other reasons
		storefront.get("/actuator/health/liveness");
		return storefront;
	}

	private static void assertAnswer(int status, Duration most, Supplier<Answer> request) {
		long start = System.nanoTime();
		Answer answer = request.get();
		Duration taken = Duration.ofNanos(System.nanoTime() - start);
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(taken).isLessThan(most);
	}

	@Test
	void connectsToNoServerUnasked() {
		try (TcpProxy cache = TcpProxy.to(this.servers.server("cache"));
				TcpProxy sessions = TcpProxy.to(this.servers.server("sessions"));
				TcpProxy queue = TcpProxy.to(this.servers.server("queue"))) {
			Map<String, String> variables = new HashMap<>(cache.variables("REDIS_CACHE"));
			variables.putAll(sessions.variables("REDIS_SESSIONS"));
			variables.putAll(queue.variables("REDIS_QUEUE"));

			try (Storefront storefront = Storefront.start(variables, Storefront.NO_WORKER, NO_WATCH)) {
				assertThat(storefront.isRunning()).isTrue();
				assertThat(List.of(cache.accepted(), sessions.accepted(), queue.accepted())).containsOnly(0L);
			}
		}
	}

}
