package io.github.valkeyflavors.it.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A connection for commands that a client library would wait for too long, or too short.
 */
final class RawConnection implements AutoCloseable {

	private final Socket socket;

	/**
	 * Connect to a server.
	 * @param password null when it requires none
	 */
	RawConnection(RunningServer server, String password) {
		try {
			this.socket = new Socket(server.host(), server.port());
			this.socket.setSoTimeout((int) Connections.TIMEOUT.toMillis());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if (password != null) {
			call("AUTH " + password);
		}
	}

	/**
	 * Send a command that is answered by OK, and wait for it.
	 */
	void call(String command) {
		send(command);
		try {
			String reply = readLine();
			// A monitor reads the commands of others in between
			while (reply.startsWith("+") && !reply.equals("+OK")) {
				reply = readLine();
			}
			if (!reply.equals("+OK")) {
				throw new IllegalStateException("'%s' was answered by '%s'".formatted(command, reply));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send a command, and do not wait for its reply.
	 */
	void send(String command) {
		try {
			this.socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String readLine() throws IOException {
		InputStream input = this.socket.getInputStream();
		StringBuilder line = new StringBuilder();
		for (int next = input.read(); next != '\n'; next = input.read()) {
			if (next == -1) {
				throw new IOException("The server has closed the connection");
			}
			line.append((char) next);
		}
		return line.toString().stripTrailing();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
