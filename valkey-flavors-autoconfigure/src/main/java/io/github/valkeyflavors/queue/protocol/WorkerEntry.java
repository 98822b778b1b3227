package io.github.valkeyflavors.queue.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What a worker process says about itself in the hash {@link QueueKeys#WORKERS}: enough
 * for another one to find the jobs that it had in hand. Immutable and thread-safe.
 *
 * @param queues the names of the queues that it takes jobs from
 * @param beatAt when it was last alive, by its own clock
 * @since 0.1.0
 */
public record WorkerEntry(List<String> queues, Instant beatAt) {

	private static final String QUEUES = "queues";

	private static final String BEAT_AT = "beat_at";

	/**
	 * Creates an entry.
	 * @param queues the names of the queues
	 * @param beatAt when the process was last alive
	 */
	public WorkerEntry {
		queues = List.copyOf(queues);
	}

	/**
	 * Reads an entry.
	 * @param json the JSON text
	 * @return the entry
	 * @throws MalformedPayloadException if the text is not an entry
	 */
	public static WorkerEntry parse(String json) {
		Map<String, String> fields = RawJson.object(json);
		List<String> queues = RawJson.array(fields.getOrDefault(QUEUES, "[]")).stream().map(WorkerEntry::name).toList();
		Instant beatAt = SidekiqTime.parse(fields.get(BEAT_AT));
		return new WorkerEntry(queues, (beatAt != null) ? beatAt : Instant.EPOCH);
	}

	private static String name(String json) {
		@Nullable String name = RawJson.unquote(json);
		if (name == null) {
			throw new MalformedPayloadException("No name of a queue: " + json, null);
		}
		return name;
	}

	/**
	 * Returns the entry as it is stored.
	 * @return the JSON text
	 */
	public String toJson() {
		String names = this.queues.stream().map(RawJson::quote).collect(Collectors.joining(",", "[", "]"));
		return "{\"%s\":%s,\"%s\":%d}".formatted(QUEUES, names, BEAT_AT, this.beatAt.toEpochMilli());
	}

}
