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
 * An application whose jobs take a while and leave a line in a file when they begin and
 * when they are done.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class RecordingJobs {

	public static void main(String[] arguments) {
		SpringApplication.run(RecordingJobs.class, arguments);
	}

	@Bean
	Recorder recorder(Environment environment) {
		return new Recorder(Path.of(environment.getRequiredProperty("recorder.file")));
	}

	/**
	 * Performs the jobs.
	 */
	static final class Recorder {

		private static final Duration WORK = Duration.ofMillis(100);

		private final Path file;

		Recorder(Path file) {
			this.file = file;
		}

		@Job("record")
		void perform(int number) throws IOException {
			write("began " + number);
			LockSupport.parkNanos(WORK.toNanos());
			write("done " + number);
		}

		private void write(String line) throws IOException {
			Files.writeString(this.file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}

	}

}
