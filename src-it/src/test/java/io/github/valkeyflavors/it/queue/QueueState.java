package io.github.valkeyflavors.it.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.lettuce.core.api.sync.RedisCommands;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.queue.JobClient;

/**
 * What is on the queue server, seen from outside.
 */
final class QueueState {

	private static final String IN_HAND = "valkey-flavors:in-hand:";

	private static final int LAST_CHARACTERS = 4000;

	private final Server queue;

	QueueState(Server queue) {
		this.queue = queue;
	}

	/**
	 * Push a job for each number, by an application of its own.
	 */
	void push(String type, IntStream numbers) {
		try (ConfigurableApplicationContext context = QueueApplication.of()
			.run(QueueApplication.arguments(this.queue, "--valkey.queue.worker.enabled=false"))) {
			JobClient jobs = context.getBean(JobClient.class);
			jobs.enqueueAll(type, numbers.mapToObj(List::of).toList());
		}
	}

	/**
	 * The number of jobs in the default queue.
	 */
	long waiting() {
		return commands().llen("queue:default");
	}

	/**
	 * The ids of the jobs in a queue, the one that is next first.
	 */
	List<String> jids(String queue) {
		List<String> jids = new ArrayList<>(commands().lrange("queue:" + queue, 0, -1)
			.stream()
			.map((payload) -> JsonMapper.shared().readTree(payload).get("jid").asString())
			.toList());
		Collections.reverse(jids);
		return jids;
	}

	/**
	 * The keys that hold unfinished jobs: queues, sets, and the hands of processes.
	 */
	List<String> unfinished() {
		List<String> keys = new ArrayList<>();
		for (String key : this.queue.keys(3)) {
			if (key.startsWith("queue:") || key.startsWith(IN_HAND)
					|| List.of("schedule", "retry", "dead").contains(key)) {
				keys.add(key);
			}
		}
		return keys;
	}

	/**
	 * Whether a process has jobs in hand, or had some when it was killed.
	 */
	boolean isInHandOf(long pid) {
		return unfinished().stream().anyMatch((key) -> key.startsWith(IN_HAND) && key.contains(":" + pid + ":"));
	}

	private RedisCommands<String, String> commands() {
		return this.queue.commands(3);
	}

	/**
	 * The end of a log, for messages.
	 */
	static String tail(Path log) {
		try {
			String text = Files.readString(log);
			return text.substring(Math.max(0, text.length() - LAST_CHARACTERS));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
