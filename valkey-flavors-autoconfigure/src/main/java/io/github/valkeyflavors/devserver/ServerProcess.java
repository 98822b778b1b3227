package io.github.valkeyflavors.devserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One server that runs as a child process and listens on 127.0.0.1 only.
 * <p>
 * Thread-safe. The process outlives this object: whoever starts it closes it, at the
 * latest when the JVM exits. Its data and its output ({@code server.log}) are in the
 * folder that it was started in, and stay there.
 *
 * @since 0.1.0
 */
public final class ServerProcess implements AutoCloseable {

	private static final Duration READY_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

	private static final int POLL_MILLIS = 20;

	private static final int SOCKET_TIMEOUT_MILLIS = 1000;

	private static final int PORT_ATTEMPTS = 5;

	private static final int LAST_LINES = 10;

	private final Process process;

	private final String description;

	private final Path directory;

	private final int port;

	private ServerProcess(Process process, String description, Path directory, int port) {
		this.process = process;
		this.description = description;
		this.directory = directory;
		this.port = port;
	}

	/**
	 * Start a server on a free port, and wait until it answers. When somebody else takes
	 * the port first, another one is tried.
	 * @param executable the program to run
	 * @param configuration the configuration file
	 * @param directory an existing folder for the data and the output of the server
	 * @param options further options for the command line, such as {@code --loglevel},
	 * {@code verbose}
	 * @return the server, which answers to PING
	 * @throws DevelopmentServerException if the server exits, or does not answer within
	 * 10 seconds; it is stopped then
	 */
	public static ServerProcess startOnFreePort(ServerExecutable executable, Path configuration, Path directory,
			String... options) {
		for (int attempt = 1; attempt < PORT_ATTEMPTS; attempt++) {
			try {
				return start(executable, configuration, directory, freePort(), options);
			}
			catch (PortInUseException ex) {
				// Try the next one
			}
		}
		return start(executable, configuration, directory, freePort(), options);
	}

	/**
	 * Start a server on the given port, and wait until it answers.
	 * @param executable the program to run
	 * @param configuration the configuration file
	 * @param directory an existing folder for the data and the output of the server
	 * @param port the port to listen on, from 1 to 65535
	 * @param options further options for the command line
	 * @return the server, which answers to PING
	 * @throws DevelopmentServerException if the server exits, or does not answer within
	 * 10 seconds; it is stopped then
	 */
	public static ServerProcess start(ServerExecutable executable, Path configuration, Path directory, int port,
			String... options) {
		ServerProcess server = launch(executable, configuration, directory, port, options);
		boolean ready = false;
		try {
			server.awaitReady();
			ready = true;
			return server;
		}
		finally {
			if (!ready) {
				server.close();
			}
		}
	}

	private static ServerProcess launch(ServerExecutable executable, Path configuration, Path directory, int port,
			String... options) {
		String description = "'%s' (%s) with %s on port %d".formatted(executable.command(), executable.origin(),
				configuration.getFileName(), port);
		try {
			Path realDirectory = directory.toRealPath();
			List<String> command = new ArrayList<>(List.of(executable.command(), configuration.toRealPath().toString(),
					"--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", realDirectory.toString(),
					"--daemonize", "no"));
			command.addAll(List.of(options));
			Process process = new ProcessBuilder(command).directory(realDirectory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(realDirectory.resolve("server.log").toFile())
				.start();
			return new ServerProcess(process, description, realDirectory, port);
		}
		catch (IOException ex) {
			throw new DevelopmentServerException("Cannot run " + description + ": " + ex.getMessage(), ex);
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new DevelopmentServerException("There is no free port on the loopback interface", ex);
		}
	}

	private void awaitReady() {
		long start = System.nanoTime();
		try {
			while (System.nanoTime() - start < READY_TIMEOUT.toNanos()) {
				if (this.process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
					throw exited();
				}
				if (answers()) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DevelopmentServerException("Interrupted while waiting for " + this.description, ex);
		}
		throw new DevelopmentServerException(this.description + " did not answer a PING within "
				+ READY_TIMEOUT.toSeconds() + " seconds. " + lastLines());
	}

	// The folder tells this very server from another one that was faster to take the port
	private boolean answers() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), SOCKET_TIMEOUT_MILLIS);
			socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
			socket.getOutputStream().write("PING\r\nCONFIG GET dir\r\n".getBytes(StandardCharsets.US_ASCII));
			BufferedReader reply = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			boolean pong = "+PONG".equals(reply.readLine());
			for (int line = 0; pong && line < 4; line++) {
				reply.readLine();
			}
			return pong && this.directory.toString().equals(reply.readLine());
		}
		catch (IOException ex) {
			return false;
		}
	}

	private DevelopmentServerException exited() {
		String output = lastLines();
		String message = this.description + " exited with code " + this.process.exitValue() + ". " + output;
		return output.contains("Address already in use") ? new PortInUseException(message)
				: new DevelopmentServerException(message);
	}

	private String lastLines() {
		try {
			List<String> lines = Files.readAllLines(this.directory.resolve("server.log"), StandardCharsets.ISO_8859_1)
				.stream()
				.filter((line) -> !line.isBlank())
				.toList();
			return lines.isEmpty() ? "It said nothing." : "Its last lines:\n  "
					+ String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
		}
		catch (IOException ex) {
			return "Its output cannot be read: " + ex.getMessage();
		}
	}

	/**
	 * Return the port that the server listens on.
	 * @return the port on 127.0.0.1
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Return the process, for instance to kill it.
	 * @return the handle of the child process
	 */
	public ProcessHandle handle() {
		return this.process.toHandle();
	}

	/**
	 * Stop the server and wait until it is gone: at first politely, after 5 seconds by
	 * force. Does nothing when it is not running.
	 */
	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				this.process.destroyForcibly().waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Thrown when somebody else listens on the port.
	 */
	private static final class PortInUseException extends DevelopmentServerException {

		private static final long serialVersionUID = 1L;

		PortInUseException(String message) {
			super(message);
		}

	}

}
