package io.github.valkeyflavors.queue.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.github.valkeyflavors.queue.worker.WorkerSettings.Group;

/**
 * In which order a group looks at its queues. Strict: always the same. Weighted: drawn
 * anew each time, so that a queue of weight 3 comes before one of weight 1 in three of
 * four cases, and no queue starves. Thread-safe if the source of chance is.
 */
final class QueueOrder {

	private final List<String> queues;

	private final Map<String, Integer> weights;

	private final RandomGenerator random;

	QueueOrder(Group group, RandomGenerator random) {
		this.queues = group.queues();
		this.weights = group.weights();
		this.random = random;
	}

	List<String> next() {
		if (this.weights.isEmpty()) {
			return this.queues;
		}
		// The smallest of exponentially distributed numbers belongs to a queue with the
		// probability of its share of the weights
		Map<String, Double> ranks = new HashMap<>();
		this.weights.forEach((queue, weight) -> ranks.put(queue, -Math.log(1 - this.random.nextDouble()) / weight));
		List<String> order = new ArrayList<>(this.queues);
		order.sort((one, other) -> Double.compare(ranks.getOrDefault(one, 0d), ranks.getOrDefault(other, 0d)));
		return order;
	}

}
