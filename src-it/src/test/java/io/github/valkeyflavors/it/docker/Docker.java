package io.github.valkeyflavors.it.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.valkeyflavors.it.servers.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The program {@code docker}, as a person would use it.
 */
public final class Docker {

	private static final int TIMEOUT_MINUTES = 10;

	private Docker() {
	}

	/**
	 * Skip or fail the test where there is no {@code docker compose}.
	 */
	static void requireCompose() {
		require("compose", "version");
	}

	/**
	 * Skip or fail the test where there is no {@code docker compose}, or no engine
	 * answers it.
	 */
	static void requireEngine() {
		requireCompose();
		requireAnswer();
	}

	/**
	 * Skip or fail the test where there is no program {@code docker}, or no engine
	 * answers it.
	 */
	public static void requireAnswer() {
		require("version");
	}

	/**
	 * Whether an image is there without pulling it.
	 */
	public static boolean hasImage(String image) {
		return execute(List.of("docker", "image", "inspect", image), Map.of()).exitCode() == 0;
	}

	private static void require(String... arguments) {
		List<String> command = new ArrayList<>(List.of("docker"));
		command.addAll(List.of(arguments));
		try {
			Result result = execute(command, Map.of());
			if (result.exitCode() != 0) {
				Requirement.DOCKER.missing(command + " says: " + result.output());
			}
		}
		catch (UncheckedIOException ex) {
			Requirement.DOCKER.missing("there is no program 'docker'");
		}
	}

	/**
	 * Run a command that has to succeed.
	 * @return what it wrote, errors included
	 */
	public static String run(Map<String, String> environment, List<String> arguments) {
		List<String> command = new ArrayList<>(List.of("docker"));
		command.addAll(arguments);
		Result result = execute(command, environment);
		assertThat(result.exitCode()).as(() -> command + " says:\n" + result.output()).isZero();
		return result.output().strip();
	}

	private static Result execute(List<String> command, Map<String, String> environment) {
		try {
			Path output = Files.createTempFile("docker", ".log");
			try {
				ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
					.redirectOutput(output.toFile());
				builder.environment().putAll(environment);
				return await(builder.start(), output);
			}
			finally {
				Files.delete(output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Result await(Process process, Path output) throws IOException {
		try {
			process.getOutputStream().close();
			boolean exited = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
			return new Result(exited ? process.exitValue() : -1, Files.readString(output));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for docker", ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private record Result(int exitCode, String output) {

	}

}
