package io.github.valkeyflavors.it.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Paths and queries that no browser would write, sent as they are.
 */
@ValkeyServers
@ExtendWith(OutputCaptureExtension.class)
class ConsolePathsIT {

	private static final int TIMEOUT = 20_000;

	private static ConsoleHost host;

	@BeforeAll
	static void start(Servers servers) {
		host = ConsoleHost.start(ConsoleApplication.class, servers, "valkey.queue.worker.enabled=false");
	}

	@AfterAll
	static void stop() {
		host.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jobs?queue=%ZZ", "set?set=%ZZ", "set?set=%C3%28", "find?set=dead&text=%",
			"flavors?flavor=%E0%A4%A", "jobs?queue=default&offset=%ZZ" })
	void refusesQueryThatCannotBeRead(String path, CapturedOutput output) throws IOException {
		String answer = get("/valkey/api/" + path);

		assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json", "The query cannot be read");
		assertThat(output).doesNotContain("The console failed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/valkey/..;/application.properties", "/valkey/%2e%2e/application.properties",
			"/valkey/api/%2e%2e/%2e%2e/ConsoleServlet.class", "/valkey/..%2fConsoleServlet.class",
			"/valkey/ConsoleServlet.class", "/valkey/api/../../ConsoleServlet.class", "/valkey/%5c..%5cindex.html",
			"/valkey/index.html%00.js", "/valkey/api/;x/queues/" })
	void leadsNowhereElse(String path) throws IOException {
		String answer = get(path);

		assertThat(answer).matches("(?s)HTTP/1.1 (400|404) .*").doesNotContain("Exception", "at io.github");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/valkey/..;/valkey/api/queues", "/valkey;x/api/queues", "/valkey/api;x=y/queues",
			"/valkey/api/queues;.js", "/%76alkey/api/queues", "/valkey/%61pi/queues",
			"/valkey/%2e%2e/valkey/api/queues" })
	void asksForAccessHoweverThePathIsWritten(String path) throws IOException {
		assertThat(send(path, "Host: evil.example")).matches("(?s)HTTP/1.1 (400|403|404) .*");
	}

	@Test
	void tellsOtherSitesNothingHoweverThePathIsWritten() throws IOException {
		assertThat(send("/valkey/%61pi;x/queues", "Host: localhost", "Sec-Fetch-Site: cross-site"))
			.startsWith("HTTP/1.1 403 ");
	}

	private static String get(String path) throws IOException {
		return send(path, "Host: localhost:" + host.port());
	}

	private static String send(String path, String... headers) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
			socket.setSoTimeout(TIMEOUT);
			String request = "GET %s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n".formatted(path,
					String.join("\r\n", headers));
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
