package io.github.valkeyflavors.it.outage;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;

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
import static org.awaitility.Awaitility.await;

/**
 * A name whose address changes when its server is lost: the next server has another
 * address, and the same port.
 */
@ValkeyServers
@ExtendWith(OutputCaptureExtension.class)
class ChangedNameIT {

	private static final String NAME = "sessions.example";

	private static final Duration BACK = Duration.ofSeconds(2);

	// What the next server holds, one visit later
	private static final long NEXT_VISIT = 4_001;

	private final Names names = new Names();

	private Servers servers;

	private Server former;

	private InetAddress formerAddress;

	private InetAddress nextAddress;

	private TcpProxy line;

	private OutageApplication application;

	@BeforeEach
	void start() throws UnknownHostException {
		this.former = this.servers.server("sessions");
		this.former.flushAll();
		Server next = this.servers.server("queue");
		next.commands().set("visits", Long.toString(NEXT_VISIT - 1));
		this.formerAddress = InetAddress.getAllByName("127.0.0.1")[0];
		this.nextAddress = InetAddress.getAllByName("127.0.0.2")[0];
		this.line = TcpProxy.at(new InetSocketAddress(this.nextAddress, this.former.port()), next);
		this.application = OutageApplication.start(
				Map.of("REDIS_SESSIONS_HOST", NAME, "REDIS_SESSIONS_PORT", Integer.toString(this.former.port())),
				this.names);
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.line.close();
		this.servers.all().forEach(Server::heal);
		this.servers.flushAll();
	}

	@Test
	void readsFromTheNextServerWhenTheFormerIsKilled() {
		this.names.lead(NAME, this.formerAddress);
		assertThat(this.application.visit("sessions")).isOne();

		this.names.lead(NAME, this.nextAddress);
		this.former.kill();

		awaitVisitOfNext();
	}

	@Test
	void readsFromTheNextServerWhenTheNameChangesAfterwards() {
		this.names.lead(NAME, this.formerAddress);
		assertThat(this.application.visit("sessions")).isOne();
		this.former.kill();
		this.application.visitUntilOpen("sessions");

		this.names.lead(NAME, this.nextAddress);

		awaitVisitOfNext();
	}

	@Test
	void isNamedInOneLineWithFlavorAndRemedyWhileItHasNoAddress(CapturedOutput output) {
		this.application.visitUntilOpen("sessions");

		assertThat(output.getAll().lines().filter((line) -> line.contains("is out of service"))).singleElement()
			.satisfies((line) -> assertThat(line)
				.contains("Flavor 'sessions'", "redis://%s:%d".formatted(NAME, this.former.port()))
				.contains(OutageReason.UNKNOWN_HOST.symptom(), OutageReason.UNKNOWN_HOST.remedy()));
	}

	@Test
	void worksAsSoonAsItHasAnAddress() {
		this.application.visitUntilOpen("sessions");

		this.names.lead(NAME, this.nextAddress);

		awaitVisitOfNext();
	}

	private void awaitVisitOfNext() {
		await().atMost(BACK)
			.ignoreExceptionsInstanceOf(DataAccessException.class)
			.until(() -> this.application.visit("sessions") == NEXT_VISIT);
	}

}
