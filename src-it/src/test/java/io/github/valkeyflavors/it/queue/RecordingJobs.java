package io.github.valkeyflavors.it.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.github.valkeyflavors.queue.Job;

/**
 * An application whose jobs leave a line in a file when they begin and when they are
 * done, and last until another file exists.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class RecordingJobs {

	public static void main(String[] arguments) {
		SpringApplication.run(RecordingJobs.class, arguments);
	}

	@Bean
	Recorder recorder(Environment environment) {
		return new Recorder(Path.of(environment.getRequiredProperty("recorder.file")),
				Path.of(environment.getRequiredProperty("recorder.gate")));
	}

	/**
	 * Performs the jobs.
	 */
	static final class Recorder {

		private static final Duration LOOK = Duration.ofMillis(20);

		private final Path file;

		private final Path gate;

		Recorder(Path file, Path gate) {
			this.file = file;
			this.gate = gate;
		}

		@Job("record")
		void perform(int number) throws IOException {
			write("began " + number);
			while (!Files.exists(this.gate)) {
				LockSupport.parkNanos(LOOK.toNanos());
			}
			write("done " + number);
		}

		private void write(String line) throws IOException {
			Files.writeString(this.file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}

	}

}
