package io.github.valkeyflavors.it.outage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One flavor's outage is nobody else's: while fifty callers wait for a frozen server, the
 * others get all their answers from the servers of their flavors. How fast, the harness
 * {@code benchmarks/outages} measures.
 */
@ValkeyServers
class IsolationIT {

	private static final Set<String> FLAVORS = Set.of("cache", "sessions", "queue");

	private static final int CALLERS = 50;

	private static final int VISITS = 200;

	private static final int PATIENCE_SECONDS = 20;

	private Servers servers;

	private OutageApplication application;

	private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

	@BeforeEach
	void start() {
		Map<String, String> variables = new HashMap<>();
		FLAVORS.forEach((flavor) -> variables
			.putAll(this.servers.server(flavor).variables("REDIS_" + flavor.toUpperCase(Locale.ROOT))));
		this.application = OutageApplication.start(variables);
		this.servers.flushAll();
		FLAVORS.forEach(this.application::visit);
	}

	@AfterEach
	void stop() {
		this.servers.all().forEach(Server::heal);
		this.callers.shutdownNow();
		this.application.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "cache", "sessions", "queue" })
	void othersAnswerWhileOneServerIsFrozen(String frozen) throws Exception {
		Set<String> others = new HashSet<>(FLAVORS);
		others.remove(frozen);
		this.servers.server(frozen).freeze();
		for (int i = 0; i < CALLERS; i++) {
			this.callers.execute(() -> visitInVain(frozen));
		}

		CompletableFuture<List<Long>> visits = CompletableFuture.supplyAsync(() -> others.stream().map((flavor) -> {
			long last = 0;
			for (int i = 0; i < VISITS; i++) {
				last = this.application.visit(flavor);
			}
			return last;
		}).toList());

		assertThat(visits.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).containsOnly(VISITS + 1L);
		assertThat(others).noneMatch((flavor) -> this.application.breaker(flavor).isOpen());
	}

	private void visitInVain(String flavor) {
		try {
			this.application.visit(flavor);
		}
		catch (DataAccessException ex) {
			// Its server is frozen
		}
	}

}
