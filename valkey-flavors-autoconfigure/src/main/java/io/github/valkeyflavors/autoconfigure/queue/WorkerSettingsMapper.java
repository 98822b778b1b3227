package io.github.valkeyflavors.autoconfigure.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

import io.github.valkeyflavors.queue.worker.WorkerSettings;
import io.github.valkeyflavors.queue.worker.WorkerSettings.Group;

/**
 * Turns the bound properties into the settings of a worker, or says which one is wrong.
 */
final class WorkerSettingsMapper {

	private static final String PREFIX = "valkey.queue.worker.";

	private static final Duration DEFAULT_HEARTBEAT_INTERVAL = Duration.ofSeconds(10);

	private WorkerSettingsMapper() {
	}

	static WorkerSettings map(QueueProperties.Worker worker, Duration blockTime, boolean virtualThreads) {
		if (worker.shutdownTimeout().isNegative()) {
			throw invalid("shutdown-timeout", text(worker.shutdownTimeout()),
					"A stop cannot wait for less than no time. Set it to 0s or more");
		}
		requirePositive("heartbeat-interval", worker.heartbeatInterval());
		requirePositive("poll-interval", worker.pollInterval());
		requireHeartbeatBeforeLoss(worker.heartbeatInterval(), worker.lostAfter());
		if (worker.prefetch() < 0) {
			throw invalid("prefetch", worker.prefetch(),
					"A group cannot take less than no job ahead. Set it to 0 or more");
		}
		if (worker.maxRecoveries() < 0) {
			throw invalid("max-recoveries", worker.maxRecoveries(), "Set it to 0 or more");
		}
		return new WorkerSettings(groups(worker), worker.prefetch(), worker.shutdownTimeout(),
				worker.heartbeatInterval(), worker.lostAfter(), worker.maxRecoveries(), worker.pollInterval(),
				blockTime, worker.unknownTypes(), virtualThreads);
	}

	private static List<Group> groups(QueueProperties.Worker worker) {
		requireConcurrency("concurrency", worker.concurrency());
		if (worker.groups().isEmpty()) {
			return List.of(group("", "default", worker.concurrency(), worker.queues(), worker.weights()));
		}
		requireQueuesInGroups(worker);
		List<Group> groups = new ArrayList<>();
		String withoutQueues = null;
		for (Map.Entry<String, QueueProperties.Group> entry : worker.groups().entrySet()) {
			String prefix = "groups." + entry.getKey() + ".";
			QueueProperties.Group declared = entry.getValue();
			Integer own = declared.concurrency();
			int concurrency = (own != null) ? own : worker.concurrency();
			requireConcurrency(prefix + "concurrency", concurrency);
			Group group = group(prefix, entry.getKey(), concurrency, declared.queues(), declared.weights());
			if (group.queues().isEmpty() && withoutQueues != null) {
				throw invalid(prefix + "queues", "",
						"Group '%s' has no queues either, so both would take the rest. Name the queues of one of them"
							.formatted(withoutQueues));
			}
			withoutQueues = group.queues().isEmpty() ? entry.getKey() : withoutQueues;
			groups.add(group);
		}
		return groups;
	}

	private static void requireQueuesInGroups(QueueProperties.Worker worker) {
		String misplaced = !worker.queues().isEmpty() ? "queues" : !worker.weights().isEmpty() ? "weights" : null;
		if (misplaced != null) {
			throw invalid(misplaced, misplaced.equals("queues") ? worker.queues() : worker.weights(),
					"There are groups, which have queues of their own. Move it into one of valkey.queue.worker.groups."
							+ String.join(", valkey.queue.worker.groups.", worker.groups().keySet()));
		}
	}

	private static Group group(String prefix, String name, int concurrency, List<String> queues,
			Map<String, Integer> weights) {
		for (int i = 0; i < queues.size(); i++) {
			if (!StringUtils.hasText(queues.get(i))) {
				throw invalid(prefix + "queues[" + i + "]", queues.get(i),
						"The name of a queue must not be blank. Name the queue or remove the entry");
			}
		}
		if (!queues.isEmpty() && !weights.isEmpty()) {
			throw invalid(prefix + "weights", weights,
					"The queues are either in strict order or weighted. Remove %s%squeues or give each of them a weight here"
						.formatted(PREFIX, prefix));
		}
		weights.forEach((queue, weight) -> {
			if (weight < 1) {
				throw invalid(prefix + "weights." + queue, weight,
						"A queue that never comes first would never be looked at. Set it to 1 or more, or remove it");
			}
		});
		List<String> names = weights.isEmpty() ? queues.stream().distinct().toList() : List.copyOf(weights.keySet());
		return new Group(name, concurrency, names, weights);
	}

	private static void requireConcurrency(String name, int concurrency) {
		if (concurrency < 1) {
			throw invalid(name, concurrency,
					"At least one job must be able to run. Set it to 1 or more, or switch the worker off with valkey.queue.worker.enabled=false");
		}
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
