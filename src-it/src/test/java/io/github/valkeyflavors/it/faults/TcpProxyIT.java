package io.github.valkeyflavors.it.faults;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Each switch of the {@link TcpProxy} does what it says, and ends.
 */
@ValkeyServers
class TcpProxyIT {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String PONG = "+PONG\r\n";

	private Servers servers;

	private Server server;

	private TcpProxy proxy;

	@BeforeEach
	void start() {
		this.server = this.servers.server("queue");
		this.server.flushAll();
		this.proxy = TcpProxy.to(this.server);
	}

	@AfterEach
	void stop() {
		this.proxy.close();
	}

	@Test
	void passesEverythingAtFirst() throws IOException {
		try (Client client = new Client()) {
			assertThat(client.call("PING")).isEqualTo(PONG);
		}
		assertThat(this.proxy.accepted()).isOne();
	}

	@Test
	void passesMoreThanItHolds() throws IOException {
		String value = "x".repeat(8_000_000);
		this.server.commands().set("large", value);

		try (Client client = new Client()) {
			client.send("GET large");

			assertThat(client.read("$8000000\r\n".length() + value.length() + 2)).endsWith(value + "\r\n");
		}
	}

	@Test
	void closesBothConnectionsWhenClientCloses() throws IOException {
		try (Client client = new Client()) {
			client.call("PING");
			assertThat(this.proxy.open()).isOne();
		}

		await().atMost(PATIENCE).until(() -> this.proxy.open() == 0);
	}

	@Test
	void delaysRequests() throws IOException {
		this.proxy.delay(Duration.ofMillis(300), Duration.ZERO);

		assertPongComesLate();
	}

	@Test
	void delaysReplies() throws IOException {
		this.proxy.delay(Duration.ZERO, Duration.ofMillis(300));

		assertPongComesLate();
	}

	private void assertPongComesLate() throws IOException {
		try (Client client = new Client()) {
			assertThat(client.roundTrip()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
			this.proxy.passThrough();
			assertThat(client.roundTrip()).isLessThan(Duration.ofMillis(300));
		}
	}

	@Test
	void delaysPipelinedCommandsTogether() throws IOException {
		this.proxy.delay(Duration.ofMillis(300), Duration.ofMillis(300));

		try (Client client = new Client()) {
			long start = System.nanoTime();
			for (int number = 0; number < 20; number++) {
				client.send("PING");
			}
			assertThat(client.read(20 * PONG.length())).isEqualTo(PONG.repeat(20));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(600),
					Duration.ofSeconds(5));
		}
	}

	@Test
	void keepsOrderWhenDelayShrinks() throws IOException {
		this.proxy.delay(Duration.ofMillis(300), Duration.ZERO);

		try (Client client = new Client()) {
			client.send("ECHO first");
			await().atMost(PATIENCE).until(() -> this.proxy.accepted() == 1);
			this.proxy.delay(Duration.ofMillis(1), Duration.ZERO);
			client.send("ECHO second");

			assertThat(client.read("$5\r\nfirst\r\n$6\r\nsecond\r\n".length())).startsWith("$5\r\nfirst");
		}
	}

	@Test
	void swallowsRequestsOfOldAndNewConnections() throws IOException {
		try (Client before = new Client()) {
			before.call("PING");
			this.proxy.blackHole();
			try (Client after = new Client()) {
				assertThat(before.isSilentAfter("SET old 1")).isTrue();
				assertThat(after.isSilentAfter("SET new 1")).isTrue();
			}
		}
		assertThat(this.server.keys(0)).isEmpty();
	}

	@Test
	void resetsConnectionThatHasLostBytesWhenLineIsClearAgain() throws IOException {
		try (Client used = new Client(); Client idle = new Client()) {
			used.call("PING");
			idle.call("PING");
			this.proxy.blackHole();
			used.isSilentAfter("PING");

			this.proxy.passThrough();

			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> used.call("PING"));
			assertThat(idle.call("PING")).isEqualTo(PONG);
		}
	}

	@Test
	void refusesNewConnectionsAndKeepsOldOnes() throws IOException {
		try (Client before = new Client()) {
			before.call("PING");

			this.proxy.refuse();

			assertThatExceptionOfType(ConnectException.class).isThrownBy(Client::new);
			assertThat(before.call("PING")).isEqualTo(PONG);
		}
		this.proxy.passThrough();
		try (Client after = new Client()) {
			assertThat(after.call("PING")).isEqualTo(PONG);
		}
	}

	@Test
	void resetsOpenConnectionsOnly() throws IOException {
		try (Client before = new Client()) {
			before.call("PING");

			this.proxy.reset();

			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> before.read(1))
				.withMessageContaining("reset");
			try (Client after = new Client()) {
				assertThat(after.call("PING")).isEqualTo(PONG);
			}
		}
	}

	@Test
	void resetsInMidReplyOnce() throws IOException {
		try (Client client = new Client(); Client other = new Client()) {
			client.call("PING");
			this.proxy.resetReplyAfter(3);

			client.send("INCR counter");
			client.send("ECHO word");

			assertThat(client.read(3)).isEqualTo(":1\r");
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.read(1));
			assertThat(other.call("PING")).isEqualTo(PONG);
		}
	}

	@Test
	void losesWholeReplyOfCommandThatArrives() throws IOException {
		try (Client client = new Client()) {
			client.call("PING");
			this.proxy.resetReplyAfter(0);

			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.call("SET key 1"));
		}
		assertThat(this.server.keys(0)).containsExactly("key");
	}

	@Test
	void endsRepliesWhenHalfClosedWhileRequestsArrive() throws IOException {
		try (Client client = new Client()) {
			client.call("PING");

			this.proxy.halfClose();

			assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
			client.send("SET key 1");
			await().atMost(PATIENCE).until(() -> this.server.keys(0).contains("key"));
		}
	}

	@Test
	void replacesRepliesByGarbage() throws IOException {
		try (Client client = new Client()) {
			client.call("PING");
			this.proxy.garbage();

			client.send("SET key 1");
			assertThat(client.read(5)).doesNotContain("+", "O", "K", "\r", "\n");
			assertThat(this.server.keys(0)).containsExactly("key");

			this.proxy.passThrough();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.call("PING"));
		}
		try (Client client = new Client()) {
			assertThat(client.call("PING")).isEqualTo(PONG);
		}
	}

	@Test
	void leadsNewConnectionsToAnotherTarget() throws IOException {
		Server cache = this.servers.server("cache");
		cache.flushAll();
		try (Client before = new Client()) {
			before.call("PING");

			this.proxy.target(cache.host(), cache.port());

			before.call("SET old 1");
			try (Client after = new Client()) {
				after.call("SET new 1");
			}
		}
		assertThat(this.server.keys(0)).containsExactly("old");
		assertThat(cache.keys(0)).containsExactly("new");
	}

	@Test
	void resetsConnectionWhenTargetRefuses() throws IOException {
		this.proxy.target("127.0.0.1", 1);

		try (Client client = new Client()) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.call("PING"));
		}
	}

	@Test
	void refusesConnectionsWhenClosed() {
		this.proxy.close();

		assertThatExceptionOfType(ConnectException.class).isThrownBy(Client::new);
	}

	private final class Client implements AutoCloseable {

		private final Socket socket;

		Client() throws IOException {
			this.socket = new Socket(TcpProxyIT.this.proxy.host(), TcpProxyIT.this.proxy.port());
			this.socket.setSoTimeout((int) PATIENCE.toMillis());
		}

		void send(String command) throws IOException {
			this.socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
		}

		String read(int bytes) throws IOException {
			return new String(this.socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
		}

		/**
		 * Call a command whose reply is one line.
		 */
		String call(String command) throws IOException {
			send(command);
			StringBuilder reply = new StringBuilder();
			while (reply.indexOf("\n") == -1) {
				String next = read(1);
				assertThat(next).as("next byte of a reply").isNotEmpty();
				reply.append(next);
			}
			return reply.toString();
		}

		Duration roundTrip() throws IOException {
			long start = System.nanoTime();
			assertThat(call("PING")).isEqualTo(PONG);
			return Duration.ofNanos(System.nanoTime() - start);
		}

		boolean isSilentAfter(String command) throws IOException {
			send(command);
			this.socket.setSoTimeout(300);
			try {
				this.socket.getInputStream().read();
				return false;
			}
			catch (SocketTimeoutException ex) {
				return true;
			}
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
