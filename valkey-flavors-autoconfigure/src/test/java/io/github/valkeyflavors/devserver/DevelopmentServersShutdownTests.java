package io.github.valkeyflavors.devserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DevelopmentServers} in a JVM that ends by a signal.
 */
class DevelopmentServersShutdownTests {

	private static final int TIMEOUT_SECONDS = 30;

	private static final int POLL_MILLIS = 20;

	@TempDir
	private Path directory;

	@Test
	void serversStopWhenTheJvmIsTerminated() throws Exception {
		Process jvm = startJvm();
		try {
			int port = awaitPort(jvm);
			assertThat(RespClient.isListening(port)).isTrue();

			jvm.destroy();

			assertThat(jvm.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
			assertThat(RespClient.isListening(port)).isFalse();
		}
		finally {
			jvm.destroyForcibly();
		}
	}

	private Process startJvm() throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), ServersOfAnotherJvm.class.getName(), portFile().toString())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("jvm.log").toFile())
			.start();
	}

	private int awaitPort(Process jvm) throws Exception {
		long start = System.nanoTime();
		while (!Files.exists(portFile())) {
			boolean exited = jvm.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
			assertThat(exited).as(() -> "exited: " + jvm.exitValue()).isFalse();
			assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS));
		}
		return Integer.parseInt(Files.readString(portFile()));
	}

	private Path portFile() {
		return this.directory.resolve("port");
	}

}
