package io.github.valkeyflavors.it.outage;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.KillArgs;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.outage.OutageReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Connections that break while the server is well, and servers that move.
 */
@ValkeyServers
@ExtendWith(OutputCaptureExtension.class)
class BrokenConnectionsIT {

	private static final Duration BACK = Duration.ofSeconds(2);

	// How the server lists who has sent the first command of a visit
	private static final String WAITING = "cmd=incr";

	private Servers servers;

	private TcpProxy proxy;

	private OutageApplication application;

	@BeforeEach
	void start() {
		this.proxy = TcpProxy.to(this.servers.server("sessions"));
		this.application = OutageApplication.start(variables());
		this.application.visit("sessions");
	}

	private Map<String, String> variables() {
		Map<String, String> variables = new HashMap<>(this.servers.server("cache").variables("REDIS_CACHE"));
		variables.putAll(this.servers.server("queue").variables("REDIS_QUEUE"));
		variables.putAll(this.proxy.variables("REDIS_SESSIONS"));
		return variables;
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.proxy.close();
		this.servers.all().forEach(Server::heal);
	}

	@Test
	void recoversFromResetInTheMiddleOfAReply(CapturedOutput output) {
		this.proxy.resetReplyAfter(1);

		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.application.visit("sessions"));

		awaitVisit();
		assertThat(output).contains("Flavor 'sessions' is out of service").contains("Flavor 'sessions' is back");
	}

	@Test
	void namesResetInTheMiddleOfAReply(CapturedOutput output) {
		this.proxy.resetReplyAfter(1);

		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.application.visit("sessions"));

		assertNamedInOneLine(output);
	}

	@Test
	void namesConnectionsThatAreResetWhileAReplyIsDue(CapturedOutput output) {
		breakWhileReplyIsDue(this.proxy::reset);

		assertNamedInOneLine(output);
	}

	@Test
	void namesConnectionsThatAreHalfClosedWhileAReplyIsDue(CapturedOutput output) {
		breakWhileReplyIsDue(this.proxy::halfClose);

		assertNamedInOneLine(output);
	}

	@Test
	void namesClientsThatAreKilledWhileAReplyIsDue(CapturedOutput output) {
		breakWhileReplyIsDue(this::killWaitingClient);

		assertNamedInOneLine(output);
	}

	// Killing all of them would take with it the one that holds the pause
	private void killWaitingClient() {
		RedisCommands<String, String> commands = this.servers.server("sessions").commands();
		String client = commands.clientList()
			.lines()
			.filter((line) -> line.contains(WAITING))
			.findFirst()
			.orElseThrow();
		commands.clientKill(KillArgs.Builder.id(Long.parseLong(client.replaceAll("^id=(\\d+) .*", "$1"))));
	}

	private void breakWhileReplyIsDue(Runnable fault) {
		Server server = this.servers.server("sessions");
		server.pauseWrites(Duration.ofMinutes(1));
		CompletableFuture<Long> visit = CompletableFuture.supplyAsync(() -> this.application.visit("sessions"));
		await().atMost(BACK).until(() -> server.commands().clientList().contains(WAITING));

		fault.run();

		assertThat(visit).failsWithin(BACK).withThrowableThat().withCauseInstanceOf(DataAccessException.class);
		server.resumeClients();
	}

	private void assertNamedInOneLine(CapturedOutput output) {
		awaitVisit();
		assertThat(output.getAll().lines().filter((line) -> line.contains("is out of service"))).singleElement()
			.satisfies(
					(line) -> assertThat(line).contains("Flavor 'sessions'", "redis://127.0.0.1:" + this.proxy.port())
						.contains(OutageReason.DISCONNECTED.symptom(), OutageReason.DISCONNECTED.remedy()));
	}

	@Test
	void recoversFromHalfClosedConnections() {
		this.proxy.halfClose();

		awaitVisit();
	}

	@Test
	void recoversFromResetConnections() {
		this.proxy.reset();

		awaitVisit();
	}

	@Test
	void recoversFromKilledClients() {
		this.servers.server("sessions").killClients();

		awaitVisit();
	}

	@Test
	void followsThePrimaryThatTheNameLeadsTo() {
		Server former = this.servers.server("sessions");
		Server next = this.servers.server("queue");
		former.demote();
		this.application.visitUntilOpen("sessions");

		this.proxy.target(next.host(), next.port());

		awaitVisit();
		assertThat(next.keys(0)).contains("visits");
	}

	private void awaitVisit() {
		await().atMost(BACK)
			.ignoreExceptionsInstanceOf(DataAccessException.class)
			.until(() -> this.application.visit("sessions") > 0);
	}

}
