package io.github.valkeyflavors.it.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

import io.github.valkeyflavors.devserver.ServerExecutable;
import io.github.valkeyflavors.devserver.ServerProcess;

/**
 * A server that is a child process of this JVM.
 */
final class LocalServer implements RunningServer {

	private final ServerExecutable executable;

	private final Path configuration;

	private final String[] options;

	private final Path directory;

	private final Thread closeAtExit = new Thread(this::stop, "valkey-servers-stop");

	private volatile ServerProcess process;

	LocalServer(ServerExecutable executable, Path configuration, List<String> options) {
		this.executable = executable;
		this.configuration = configuration;
		this.options = options.toArray(new String[0]);
		this.directory = createDirectory();
		this.process = ServerProcess.startOnFreePort(executable, configuration, this.directory, this.options);
		Runtime.getRuntime().addShutdownHook(this.closeAtExit);
	}

	private static Path createDirectory() {
		try {
			return Files.createTempDirectory("valkey-flavors-it-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String host() {
		return "127.0.0.1";
	}

	@Override
	public int port() {
		return this.process.port();
	}

	@Override
	public boolean isRunning() {
		return this.process.handle().isAlive();
	}

	@Override
	public void kill() {
		CompletableFuture<ProcessHandle> exit = this.process.handle().onExit();
		this.process.handle().destroyForcibly();
		exit.orTimeout(10, TimeUnit.SECONDS).join();
	}

	@Override
	public void restart() {
		this.process.close();
		this.process = ServerProcess.start(this.executable, this.configuration, this.directory, this.process.port(),
				this.options);
	}

	@Override
	public void close() {
		stop();
		Runtime.getRuntime().removeShutdownHook(this.closeAtExit);
	}

	private void stop() {
		this.process.close();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
