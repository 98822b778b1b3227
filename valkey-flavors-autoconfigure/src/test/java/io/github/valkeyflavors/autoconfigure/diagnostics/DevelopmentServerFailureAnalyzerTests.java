package io.github.valkeyflavors.autoconfigure.diagnostics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.github.valkeyflavors.devserver.ServerExecutable;
import io.github.valkeyflavors.devserver.ServerProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DevelopmentServerFailureAnalyzer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DevelopmentServerFailureAnalyzerTests {

	@Test
	void saysWhyServerDoesNotRunAndWhatToDo(@TempDir Path directory, CapturedOutput output) throws Exception {
		Files.createFile(directory.resolve("cache.conf"));

		StartupFailure failure = StartupFailure.of(Application.class, output, Map.of(), "test.directory=" + directory);

		assertThat(failure.description())
			.startsWith("Cannot run '/no/such/valkey-server' (for a test) with cache.conf on port ");
		assertThat(failure.action())
			.isEqualTo("Make a server available as the description says, or set 'valkey.host' (or REDIS_HOST) to one "
					+ "that runs and remove 'valkey.dev-server.enabled'.");
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		ServerProcess server(Environment environment) {
			Path directory = Path.of(environment.getRequiredProperty("test.directory"));
			return ServerProcess.startOnFreePort(new ServerExecutable("/no/such/valkey-server", "for a test"),
					directory.resolve("cache.conf"), directory);
		}

	}

}
