package io.github.valkeyflavors.autoconfigure.queue;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

import io.github.valkeyflavors.queue.worker.WorkerSettings;

/**
 * Turns the bound properties into the settings of a worker, or says which one is wrong.
 */
final class WorkerSettingsMapper {

	private static final String PREFIX = "valkey.queue.worker.";

	private static final Duration DEFAULT_HEARTBEAT_INTERVAL = Duration.ofSeconds(10);

	private WorkerSettingsMapper() {
	}

	static WorkerSettings map(QueueProperties.Worker worker, Duration blockTime) {
		if (worker.concurrency() < 1) {
			throw invalid("concurrency", worker.concurrency(),
					"At least one job must be able to run. Set it to 1 or more, or switch the worker off with valkey.queue.worker.enabled=false");
		}
		List<String> queues = worker.queues();
		for (int i = 0; i < queues.size(); i++) {
			if (!StringUtils.hasText(queues.get(i))) {
				throw invalid("queues[" + i + "]", queues.get(i),
						"The name of a queue must not be blank. Name the queue or remove the entry");
			}
		}
		if (worker.shutdownTimeout().isNegative()) {
			throw invalid("shutdown-timeout", text(worker.shutdownTimeout()),
					"A stop cannot wait for less than no time. Set it to 0s or more");
		}
		requirePositive("heartbeat-interval", worker.heartbeatInterval());
		requirePositive("poll-interval", worker.pollInterval());
		requireHeartbeatBeforeLoss(worker.heartbeatInterval(), worker.lostAfter());
		return new WorkerSettings(worker.concurrency(), queues.stream().distinct().toList(), worker.shutdownTimeout(),
				worker.heartbeatInterval(), worker.lostAfter(), worker.pollInterval(), blockTime);
	}

	// Blames a property that is set, because only its origin can be shown
	private static void requireHeartbeatBeforeLoss(Duration heartbeatInterval, Duration lostAfter) {
		if (lostAfter.compareTo(heartbeatInterval) > 0) {
			return;
		}
		if (heartbeatInterval.equals(DEFAULT_HEARTBEAT_INTERVAL)) {
			throw invalid("lost-after", text(lostAfter),
					"A worker would count as lost before its next heartbeat. Set it to several times valkey.queue.worker.heartbeat-interval, which is "
							+ text(heartbeatInterval));
		}
		throw invalid("heartbeat-interval", text(heartbeatInterval),
				"A worker would count as lost before its next heartbeat. Set it to a fraction of valkey.queue.worker.lost-after, which is "
						+ text(lostAfter));
	}

	private static void requirePositive(String name, Duration value) {
		if (value.toMillis() < 1) {
			throw invalid(name, text(value), "It must be longer than no time. Set it to 1ms or more");
		}
	}

	private static String text(Duration value) {
		return DurationStyle.SIMPLE.print(value);
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + name, value, reason);
	}

}
