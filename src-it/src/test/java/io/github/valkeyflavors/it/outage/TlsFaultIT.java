package io.github.valkeyflavors.it.outage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.it.faults.ServerCertificate;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.outage.OutageReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A server whose certificate expires, and is renewed.
 */
@ExtendWith(OutputCaptureExtension.class)
class TlsFaultIT {

	private static final Duration BACK = Duration.ofSeconds(2);

	@TempDir
	private Path folder;

	private ServerCertificate certificate;

	private Server server;

	private OutageApplication application;

	@BeforeEach
	void start() throws IOException {
		this.certificate = ServerCertificate.create(this.folder);
		int port = freePort();
		this.server = Server.start("sessions", this.certificate.options(port));
		this.application = OutageApplication.start(
				Map.of("REDIS_SESSIONS_HOST", "127.0.0.1", "REDIS_SESSIONS_PORT", Integer.toString(port)),
				"valkey.flavors.sessions.ssl.bundle=server",
				"spring.ssl.bundle.pem.server.truststore.certificate=" + this.certificate.valid().toUri());
		this.application.visit("sessions");
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.server.close();
	}

	@Test
	void isNamedWithFlavorAndRemedyWhenCertificateExpired(CapturedOutput output) {
		expire();

		await().atMost(BACK).until(() -> output.getAll().contains("does not agree on TLS"));
		assertThat(output.getAll().lines().filter((line) -> line.contains("does not agree on TLS"))).singleElement()
			.satisfies((line) -> assertThat(line).contains("Flavor 'sessions'").contains(OutageReason.TLS.remedy()));
	}

	@Test
	void worksAgainWhenCertificateIsRenewed(CapturedOutput output) {
		expire();
		await().atMost(BACK).until(() -> output.getAll().contains("does not agree on TLS"));

		this.server.heal();

		await().atMost(BACK)
			.ignoreExceptionsInstanceOf(DataAccessException.class)
			.until(() -> this.application.visit("sessions") > 0);
	}

	private void expire() {
		this.server.configure("tls-cert-file", this.certificate.expired().toString());
		this.server.killClients();
		this.application.visitUntilOpen("sessions");
	}

}
