package io.github.valkeyflavors.it.outage;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.outage.FlavorUnavailableException;
import io.github.valkeyflavors.outage.OutageReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Whatever happens to a server: the breaker of its flavor opens, one line says what is
 * wrong and what to do, and everything works again without a restart.
 */
@ValkeyServers
@ExtendWith(OutputCaptureExtension.class)
class FaultsIT {

	private static final String FLAVOR = "sessions";

	private static final Duration BACK = Duration.ofSeconds(2);

	private static final Duration LOADED = Duration.ofSeconds(10);

	private Servers servers;

	private Server server;

	private TcpProxy proxy;

	private OutageApplication application;

	@BeforeEach
	void start() {
		this.server = this.servers.server(FLAVOR);
		this.server.heal();
		this.proxy = TcpProxy.to(this.server);
		Map<String, String> variables = new HashMap<>(this.servers.server("cache").variables("REDIS"));
		variables.putAll(this.proxy.variables("REDIS_SESSIONS"));
		variables.put("REDIS_SESSIONS_PASSWORD", "");
		this.application = OutageApplication.start(variables, "valkey.flavors.sessions.command-timeout=300ms");
		this.application.visit(FLAVOR);
		this.application.visitReactively(FLAVOR);
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.proxy.close();
		this.server.heal();
	}

	@ParameterizedTest
	@EnumSource
	void opensTheBreaker(Fault fault) {
		fault.happen(this.server, this.proxy);

		this.application.visitUntilOpen(FLAVOR);

		await().atMost(LOADED)
			.untilAsserted(() -> assertThat(this.application.breaker(FLAVOR).outage())
				.satisfies((outage) -> assertThat(outage.reason()).isEqualTo(fault.reason)));
	}

	@ParameterizedTest
	@EnumSource
	void isNamedInOneLineWithFlavorAndRemedy(Fault fault, CapturedOutput output) {
		fault.happen(this.server, this.proxy);
		this.application.visitUntilOpen(FLAVOR);

		await().atMost(LOADED).until(() -> output.getAll().contains(line(fault)));

		assertThat(output.getAll().lines().filter((line) -> line.contains(line(fault)))).singleElement()
			.satisfies((line) -> assertThat(line).contains(fault.reason.remedy()));
	}

	private String line(Fault fault) {
		return "Flavor 'sessions' is out of service: redis://127.0.0.1:%d %s".formatted(this.proxy.port(),
				fault.reason.symptom());
	}

	@ParameterizedTest
	@EnumSource
	void rejectsAtOnceWithoutAskingTheServer(Fault fault) {
		fault.happen(this.server, this.proxy);
		this.application.visitUntilOpen(FLAVOR);

		assertThatExceptionOfType(FlavorUnavailableException.class)
			.isThrownBy(() -> this.application.visitReactively(FLAVOR));
		assertThatExceptionOfType(FlavorUnavailableException.class).isThrownBy(() -> this.application.visit(FLAVOR));
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "LOADING")
	void worksAgainWithoutARestart(Fault fault) {
		long before = this.application.visit(FLAVOR);
		fault.happen(this.server, this.proxy);
		this.application.visitUntilOpen(FLAVOR);

		fault.end(this.server, this.proxy);

		await().atMost(BACK).until(() -> !this.application.breaker(FLAVOR).isOpen());
		long after = this.application.visit(FLAVOR);
		assertThat(this.application.visitReactively(FLAVOR)).isEqualTo(after + 1);
		assertThat(before).isPositive();
	}

	/**
	 * What can happen, how it ends, and what it is called.
	 */
	@SuppressWarnings("ImmutableEnumChecker")
	enum Fault {

		FROZEN(OutageReason.TIMEOUT, (server, proxy) -> server.freeze(), (server, proxy) -> server.thaw()),

		KILLED(OutageReason.DISCONNECTED, (server, proxy) -> server.kill(), (server, proxy) -> server.restart()),

		UNREACHABLE(OutageReason.DISCONNECTED, (server, proxy) -> {
			proxy.refuse();
			proxy.reset();
		}, (server, proxy) -> proxy.passThrough()),

		BLACK_HOLE(OutageReason.TIMEOUT, (server, proxy) -> proxy.blackHole(), (server, proxy) -> proxy.passThrough()),

		PAUSED(OutageReason.TIMEOUT, (server, proxy) -> server.pauseClients(Duration.ofMinutes(1)),
				(server, proxy) -> server.resumeClients()),

		SLOW(OutageReason.TIMEOUT, (server, proxy) -> proxy.delay(Duration.ofMillis(250), Duration.ofMillis(250)),
				(server, proxy) -> proxy.passThrough()),

		RUBBISH(OutageReason.PROTOCOL, (server, proxy) -> proxy.garbage(), (server, proxy) -> proxy.passThrough()),

		REPLICA(OutageReason.READ_ONLY, (server, proxy) -> server.demote(), (server, proxy) -> server.promote()),

		PASSWORD_CHANGED(OutageReason.WRONG_PASSWORD, (server, proxy) -> {
			server.requirePassword("secret");
			proxy.reset();
		}, (server, proxy) -> server.heal()),

		TOO_MANY_CLIENTS(OutageReason.TOO_MANY_CLIENTS, (server, proxy) -> {
			server.limitClients(1);
			proxy.reset();
		}, (server, proxy) -> server.heal()),

		LOADING(OutageReason.LOADING, (server, proxy) -> server.restartLoading(Duration.ofSeconds(4)),
				(server, proxy) -> server.heal());

		private final OutageReason reason;

		private final BiConsumer<Server, TcpProxy> beginning;

		private final BiConsumer<Server, TcpProxy> end;

		Fault(OutageReason reason, BiConsumer<Server, TcpProxy> beginning, BiConsumer<Server, TcpProxy> end) {
			this.reason = reason;
			this.beginning = beginning;
			this.end = end;
		}

		void happen(Server server, TcpProxy proxy) {
			this.beginning.accept(server, proxy);
		}

		void end(Server server, TcpProxy proxy) {
			this.end.accept(server, proxy);
		}

	}

}
