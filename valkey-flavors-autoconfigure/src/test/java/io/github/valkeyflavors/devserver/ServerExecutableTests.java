package io.github.valkeyflavors.devserver;

import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

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

}
