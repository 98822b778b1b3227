package io.github.valkeyflavors.queue.protocol;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a worker process says about itself in the hash {@link QueueKeys#WORKERS}: enough
 * for another one to find the jobs that it had in hand. Immutable and thread-safe.
 *
 * @param queues the names of the queues that it takes jobs from, and how many jobs of
 * each can run at the same time
 * @param beatAt when it was last alive, by its own clock
 * @param stopped whether it ended in order
 * @since 0.1.0
 */
public record WorkerEntry(Map<String, Integer> queues, Instant beatAt, boolean stopped) {

	private static final String QUEUES = "queues";

	private static final String BEAT_AT = "beat_at";

	private static final String STOPPED = "stopped";

	/**
	 * Creates an entry.
	 * @param queues the names of the queues and their concurrency
	 * @param beatAt when the process was last alive
	 * @param stopped whether it ended in order
	 */
	public WorkerEntry {
		queues = new LinkedHashMap<>(queues);
	}

	/**
	 * Reads an entry.
	 * @param json the JSON text
	 * @return the entry
	 * @throws MalformedPayloadException if the text is not an entry
	 */
	public static WorkerEntry parse(String json) {
		Map<String, String> fields = RawJson.object(json);
		Map<String, Integer> queues = new LinkedHashMap<>();
		RawJson.object(fields.getOrDefault(QUEUES, "{}"))
			.forEach((queue, concurrency) -> queues.put(queue, number(concurrency)));
		Instant beatAt = SidekiqTime.parse(fields.get(BEAT_AT));
		return new WorkerEntry(queues, (beatAt != null) ? beatAt : Instant.EPOCH, "true".equals(fields.get(STOPPED)));
	}

	private static int number(String json) {
		try {
			return Integer.parseInt(json);
		}
		catch (NumberFormatException ex) {
			throw new MalformedPayloadException("No number: " + json, ex);
		}
	}

	/**
	 * Returns the entry as it is stored.
	 * @return the JSON text
	 */
	public String toJson() {
		String names = this.queues.entrySet()
			.stream()
			.map((queue) -> RawJson.quote(queue.getKey()) + ":" + queue.getValue())
			.collect(Collectors.joining(",", "{", "}"));
		return "{\"%s\":%s,\"%s\":%d%s}".formatted(QUEUES, names, BEAT_AT, this.beatAt.toEpochMilli(),
				this.stopped ? ",\"stopped\":true" : "");
	}

}
