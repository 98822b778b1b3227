package io.github.valkeyflavors.benchmarks.outages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * One server of one flavor, with the configuration that is deployed.
 */
final class Server implements AutoCloseable {

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

	private final Children children;

	private final Path conf;

	private final Path folder;

	private final int port = Ports.free();

	private @Nullable Process process;

	Server(Children children, Path conf, Path scratch) {
		this.children = children;
		this.conf = conf.toAbsolutePath();
		try {
			this.folder = Files.createTempDirectory(scratch, "server");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start();
	}

	int port() {
		return this.port;
	}

	void freeze() {
		this.children.signal(running(), "STOP");
	}

	void unfreeze() {
		this.children.signal(running(), "CONT");
	}

	void kill() {
		this.children.kill(running());
		this.process = null;
	}

	/**
	 * Starts the process and waits for its first answer.
	 */
	void start() {
		this.process = this.children.start(new ProcessBuilder("valkey-server", this.conf.toString(), "--bind",
				"127.0.0.1", "--port", "" + this.port)
			.directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.folder.resolve("log").toFile())));
		long deadline = System.nanoTime() + PATIENCE;
		while (!answers()) {
			if (System.nanoTime() > deadline || !running().isAlive()) {
				throw new IllegalStateException("The server does not start, see " + this.folder);
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
	}

	private boolean answers() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1000);
			socket.setSoTimeout(1000);
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
			return socket.getInputStream().read() == '+';
		}
		catch (IOException ex) {
			return false;
		}
	}

	private Process running() {
		if (this.process == null) {
			throw new IllegalStateException("The server is not running");
		}
		return this.process;
	}

	@Override
	public void close() {
		if (this.process != null) {
			kill();
		}
	}

}
