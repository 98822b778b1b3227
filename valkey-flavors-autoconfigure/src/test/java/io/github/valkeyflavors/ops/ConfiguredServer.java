package io.github.valkeyflavors.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

import io.github.valkeyflavors.devserver.ServerExecutable;

import static org.awaitility.Awaitility.await;

/**
 * A real server on 127.0.0.1 with a configuration file of these lines.
 */
public final class ConfiguredServer implements AutoCloseable {

	private final Path directory;

	private final Process process;

	private final int port;

	private ConfiguredServer(Path directory, Process process, int port) {
		this.directory = directory;
		this.process = process;
		this.port = port;
	}

	public static ConfiguredServer start(String... lines) {
		return start(List.of(lines));
	}

	public static ConfiguredServer start(List<String> lines) {
		try {
			Path directory = Files.createTempDirectory("valkey-flavors");
			int port = freePort();
			List<String> all = new ArrayList<>(List.of("port " + port, "bind 127.0.0.1", "dir " + directory));
			all.addAll(lines);
			Path log = directory.resolve("server.log");
			Process process = new ProcessBuilder(ServerExecutable.find().command(),
					Files.write(directory.resolve("server.conf"), all).toString())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			ConfiguredServer server = new ConfiguredServer(directory, process, port);
			await().atMost(Duration.ofSeconds(10))
				.until(() -> Files.readString(log).contains("Ready to accept connections"));
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	public int port() {
		return this.port;
	}

	public String address() {
		return "127.0.0.1:" + this.port;
	}

	/**
	 * The properties that lead all flavors, or one of them, to this server.
	 * @param prefix {@code valkey}, or such as {@code valkey.flavors.cache}
	 */
	public String[] properties(String prefix) {
		return new String[] { prefix + ".host=127.0.0.1", prefix + ".port=" + this.port };
	}

	public void freeze() {
		signal("-STOP");
	}

	public void thaw() {
		signal("-CONT");
	}

	private void signal(String signal) {
		try {
			waitFor(new ProcessBuilder("kill", signal, Long.toString(this.process.pid())).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void waitFor(Process process) {
		try {
			process.waitFor(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		waitFor(this.process);
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
