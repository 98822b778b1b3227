package io.github.valkeyflavors.autoconfigure.queue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;

import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.queue.outage.OutageSettings;

/**
 * Turns the bound properties into settings of what becomes of jobs while the queue server
 * is away, or says which one is wrong.
 */
final class OutageSettingsMapper {

	private static final String PREFIX = "valkey.queue.outage.";

	private OutageSettingsMapper() {
	}

	static OutageMode mode(QueueProperties.Outage outage) {
		if (outage.mode() == OutageMode.INLINE) {
			throw invalid("mode", "inline",
					"Only jobs that are marked by @Job(inlineSafe = true) can run inline, and these do so without it. Set it to fail or buffer for all others");
		}
		return outage.mode();
	}

	static OutageSettings map(QueueProperties.Outage outage) {
		if (outage.pushTimeout().toMillis() < 1) {
			throw invalid("push-timeout", text(outage.pushTimeout()), "No push would succeed. Set it to 1ms or more");
		}
		if (outage.bufferSize() < 0) {
			throw invalid("buffer-size", outage.bufferSize(), "Set it to 0, to keep no job, or more");
		}
		if (outage.bufferBytes().isNegative()) {
			throw invalid("buffer-bytes", outage.bufferBytes(), "Set it to 0B, to keep no job, or more");
		}
		if (outage.stopTimeout().isNegative()) {
			throw invalid("stop-timeout", text(outage.stopTimeout()),
					"A stop cannot wait for less than no time. Set it to 0s or more");
		}
		Path file = outage.file();
		if (file != null) {
			Path folder = file.toAbsolutePath().getParent();
			if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
				throw invalid("file", file,
						"Jobs cannot be left there. Set it to a file in a folder that exists and may be written to");
			}
		}
		return new OutageSettings(outage.pushTimeout(), outage.bufferSize(), outage.bufferBytes().toBytes(),
				outage.stopTimeout(), file);
	}

	private static String text(Duration value) {
		return DurationStyle.SIMPLE.print(value);
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + name, value, reason);
	}

}
