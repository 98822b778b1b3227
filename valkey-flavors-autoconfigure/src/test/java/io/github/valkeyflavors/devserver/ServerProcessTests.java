package io.github.valkeyflavors.devserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServerProcess} with real processes.
 */
class ServerProcessTests {

	private final ServerExecutable executable = ServerExecutable.find();

	@TempDir
	private Path directory;

	private Path configuration;

	@BeforeEach
	void writeConfiguration() throws IOException {
		this.configuration = Files.writeString(this.directory.resolve("test.conf"), "maxmemory 32mb\n");
	}

	@Test
	void runsWithTheConfigurationFile() {
		try (ServerProcess server = ServerProcess.startOnFreePort(this.executable, this.configuration,
				this.directory)) {
			assertThat(RespClient.config(server.port(), "maxmemory")).isEqualTo(Integer.toString(32 * 1024 * 1024));
		}
	}

	@Test
	void optionsWinOverTheConfigurationFile() {
		try (ServerProcess server = ServerProcess.startOnFreePort(this.executable, this.configuration, this.directory,
				"--maxmemory", "1024")) {
			assertThat(RespClient.config(server.port(), "maxmemory")).isEqualTo("1024");
		}
	}

	@Test
	void closeWaitsForTheEndOfTheProcess() {
		ServerProcess server = ServerProcess.startOnFreePort(this.executable, this.configuration, this.directory);

		server.close();

		assertThat(server.handle().isAlive()).isFalse();
	}

	@Test
	void startsAgainOnThePortOfAKilledServer() throws Exception {
		ServerProcess killed = ServerProcess.startOnFreePort(this.executable, this.configuration, this.directory);
		CompletableFuture<ProcessHandle> exit = killed.handle().onExit();
		killed.handle().destroyForcibly();
		exit.get(10, TimeUnit.SECONDS);

		try (ServerProcess server = ServerProcess.start(this.executable, this.configuration, this.directory,
				killed.port())) {
			assertThat(RespClient.isListening(server.port())).isTrue();
		}
	}

	@Test
	void aWrongDirectiveEndsUpInTheMessage() throws IOException {
		Files.writeString(this.configuration, "maxmemory-polizei noeviction\n");

		assertThatExceptionOfType(DevelopmentServerException.class)
			.isThrownBy(
					() -> ServerProcess.startOnFreePort(this.executable, this.configuration, this.directory).close())
			.withMessageContaining("with test.conf on port")
			.withMessageContaining("exited with code 1")
			.withMessageContaining("maxmemory-polizei");
	}

	@Test
	void aTakenPortIsNotMistakenForTheServer() throws IOException {
		Path otherDirectory = Files.createDirectory(this.directory.resolve("other"));
		try (ServerProcess other = ServerProcess.startOnFreePort(this.executable, this.configuration, otherDirectory)) {
			assertThatExceptionOfType(DevelopmentServerException.class)
				.isThrownBy(() -> ServerProcess.start(this.executable, this.configuration, this.directory, other.port())
					.close())
				.withMessageContaining("Address already in use");
		}
	}

	@Test
	void aListenerThatNeverAnswersIsNotMistakenForTheServer() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThatExceptionOfType(DevelopmentServerException.class)
				.isThrownBy(() -> ServerProcess
					.start(this.executable, this.configuration, this.directory, silent.getLocalPort())
					.close())
				.withMessageContaining("Address already in use");
		}
	}

	@Test
	void aProgramThatCannotBeRunIsNamed() {
		ServerExecutable missing = new ServerExecutable("/no/such/server", "test");

		assertThatExceptionOfType(DevelopmentServerException.class)
			.isThrownBy(() -> ServerProcess.startOnFreePort(missing, this.configuration, this.directory).close())
			.withMessageStartingWith("Cannot run '/no/such/server' (test)");
	}

}
