package io.github.valkeyflavors.devserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServerExecutable}.
 */
class ServerExecutableTests {

	private static final ServerExecutable FIRST = new ServerExecutable("first", "test");

	@Test
	void takesTheFirstThatRuns() {
		assertThat(ServerExecutable.find(Stream.of(Optional::empty, () -> Optional.of(FIRST), () -> {
			throw new AssertionError("Not asked");
		}))).isEqualTo(FIRST);
	}

	@Test
	void namesTheThreeOptionsWhenThereIsNone() {
		assertThatExceptionOfType(DevelopmentServerException.class)
			.isThrownBy(() -> ServerExecutable.find(Stream.of(Optional::empty)))
			.withMessageContainingAll("valkey-server", "redis-server", "com.github.codemonstur:embedded-redis");
	}

	@Test
	void aCommandThatDoesNotExistIsNotFound() {
		assertThat(ServerExecutable.onPath("no-such-server")).isEmpty();
	}

	@Test
	void aCommandThatFailsIsNotFound() {
		assertThat(ServerExecutable.onPath("false")).isEmpty();
	}

	@Test
	void embeddedBinarySaysItsVersion() {
		assertThat(ServerExecutable.embedded()).hasValueSatisfying(
				(executable) -> assertThat(executable.origin()).matches("embedded-redis, Redis server v=6\\.2\\.\\d+"));
	}

	@ParameterizedTest
	@CsvSource({ "5.0.14, false", "6.0.16, false", "6.2.6, true", "7.0.15, true", "8.0.1, true" })
	void acceptsServersThatCanRunJobs(String version, boolean accepted, @TempDir Path folder) throws IOException {
		Path program = Files.writeString(folder.resolve("server"), "#!/bin/sh\necho Redis server v=" + version + "\n");
		assertThat(program.toFile().setExecutable(true)).isTrue();

		assertThat(ServerExecutable.onPath(program.toString()).isPresent()).isEqualTo(accepted);
	}

}
