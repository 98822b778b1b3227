package io.github.valkeyflavors.it.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.cert.CertificateException;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.valkeyflavors.it.servers.Server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server with TLS, whose {@link ServerCertificate} is changed while it runs.
 */
class ServerCertificateIT {

	@TempDir
	private static Path folder;

	private static ServerCertificate certificate;

	private static Server server;

	private static RedisClient client;

	@BeforeAll
	static void start() throws IOException {
		certificate = ServerCertificate.create(folder);
		int port = freePort();
		server = Server.start("cache", certificate.options(port));
		client = RedisClient.create(RedisURI.builder().withHost("127.0.0.1").withPort(port).withSsl(true).build());
		client.setOptions(ClientOptions.builder()
			.sslOptions(SslOptions.builder().trustManager(certificate.valid().toFile()).build())
			.build());
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@AfterEach
	void heal() {
		server.heal();
	}

	@AfterAll
	static void stop() {
		client.shutdown();
		server.close();
	}

	@Test
	void isTrusted() {
		assertThat(client.connect().sync().ping()).isEqualTo("PONG");
	}

	@Test
	void isRefusedWhenExpiredUntilHealed() {
		server.configure("tls-cert-file", certificate.expired().toString());

		assertThatExceptionOfType(RedisConnectionException.class).isThrownBy(client::connect)
			.havingRootCause()
			.isInstanceOf(CertificateException.class);
		server.heal();
		assertThat(client.connect().sync().ping()).isEqualTo("PONG");
	}

	@Test
	void isRefusedWhenStrange() {
		server.configure("tls-cert-file", certificate.stranger().toString());

		assertThatExceptionOfType(RedisConnectionException.class).isThrownBy(client::connect)
			.havingRootCause()
			.withMessageContaining("certification path");
	}

}
