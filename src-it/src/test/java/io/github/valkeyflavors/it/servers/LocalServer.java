package io.github.valkeyflavors.it.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

	private static final int PATIENCE_SECONDS = 10;

	private final ServerExecutable executable;

	private final Path configuration;

	private final List<String> options;

	private final Path directory;

	private final Thread closeAtExit = new Thread(this::stop, "valkey-servers-stop");

	private volatile ServerProcess process;

	private volatile CompletableFuture<Void> loading = CompletableFuture.completedFuture(null);

	LocalServer(ServerExecutable executable, Path configuration, List<String> options) {
		this.executable = executable;
		this.configuration = configuration;
		this.options = new ArrayList<>(options);
		// Older ones know no such option, and need none
		if (!executable.origin().contains("v=6.")) {
			this.options.addAll(List.of("--enable-debug-command", "local"));
		}
		this.directory = createDirectory();
		this.process = ServerProcess.startOnFreePort(executable, configuration, this.directory,
				this.options.toArray(String[]::new));
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
		awaitLoaded();
		return this.process.handle().isAlive();
	}

	@Override
	public void freeze() {
		signal("STOP");
	}

	@Override
	public void thaw() {
		signal("CONT");
	}

	private void signal(String name) {
		awaitLoaded();
		String command = "kill -%s %d".formatted(name, this.process.handle().pid());
		try {
			Process kill = new ProcessBuilder("sh", "-c", command).inheritIO().start();
			int status = kill.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().exitValue();
			if (status != 0) {
				throw new IllegalStateException(command + " failed");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void kill() {
		awaitLoaded();
		CompletableFuture<ProcessHandle> exit = this.process.handle().onExit();
		this.process.handle().destroyForcibly();
		exit.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
	}

	@Override
	public void restart() {
		awaitLoaded();
		this.process.close();
		start(this.options);
	}

	@Override
	public void startLoading(List<String> options) {
		List<String> all = new ArrayList<>(this.options);
		all.addAll(options);
		this.loading = CompletableFuture.runAsync(() -> {
			start(all);
			deleteSnapshot();
		});
	}

	private void start(List<String> options) {
		this.process = ServerProcess.start(this.executable, this.configuration, this.directory, this.process.port(),
				options.toArray(String[]::new));
	}

	// Another start would load it again, where the configuration has no snapshots
	private void deleteSnapshot() {
		try {
			Files.deleteIfExists(this.directory.resolve("dump.rdb"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void awaitLoaded() {
		this.loading.join();
	}

	@Override
	public void close() {
		stop();
		Runtime.getRuntime().removeShutdownHook(this.closeAtExit);
	}

	private void stop() {
		this.loading.exceptionally((failure) -> null).join();
		this.process.close();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
