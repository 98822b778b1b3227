package io.github.valkeyflavors.it.sidekiq;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.valkeyflavors.it.docker.Docker;
import io.github.valkeyflavors.it.servers.RepositoryFolder;

/**
 * A program in a container with Ruby and Sidekiq, on the network of this machine. Speaks
 * by lines.
 */
final class SidekiqContainer implements AutoCloseable {

	private static final String IMAGE = "valkey-flavors-it/sidekiq:8.1";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final String name = "valkey-flavors-it-sidekiq-" + UUID.randomUUID();

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private final Path errors;

	private final Process process;

	private final BufferedWriter input;

	private SidekiqContainer(List<String> program) throws IOException {
		this.errors = Files.createTempFile("sidekiq", ".log");
		List<String> command = new ArrayList<>(
				List.of("docker", "run", "--rm", "-i", "--network", "host", "--name", this.name, IMAGE));
		command.addAll(program);
		this.process = new ProcessBuilder(command).redirectError(this.errors.toFile()).start();
		this.input = this.process.outputWriter(StandardCharsets.UTF_8);
		Thread reader = new Thread(this::read, this.name);
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Skip or fail the test where no Docker engine runs. Build the image if it is not
	 * there.
	 */
	static void require() {
		Docker.requireAnswer();
		if (!Docker.hasImage(IMAGE)) {
			String folder = RepositoryFolder.resolve("src-it/src/test/docker/sidekiq").toString();
			Docker.run(Map.of(), List.of("build", "--tag", IMAGE, folder));
		}
	}

	static SidekiqContainer start(String... program) {
		try {
			return new SidekiqContainer(List.of(program));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			reader.lines().forEach(this.lines::add);
		}
		catch (IOException | UncheckedIOException ex) {
			this.lines.add(ex.toString());
		}
	}

	void write(String text) {
		try {
			this.input.write(text);
			this.input.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException("The program does not listen any more:\n" + output(), ex);
		}
	}

	void endInput() {
		try {
			this.input.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The next line that it writes.
	 */
	String nextLine() {
		try {
			String line = this.lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			if (line == null) {
				throw new IllegalStateException("No line within " + PATIENCE + ":\n" + output());
			}
			return line;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for a line", ex);
		}
	}

	/**
	 * What it wrote and nobody asked for, for messages.
	 */
	String output() {
		try {
			return String.join("\n", this.lines) + "\n" + Files.readString(this.errors);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			if (this.process.isAlive()) {
				Docker.run(Map.of(), List.of("rm", "--force", this.name));
			}
			this.process.destroyForcibly().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
			Files.deleteIfExists(this.errors);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
