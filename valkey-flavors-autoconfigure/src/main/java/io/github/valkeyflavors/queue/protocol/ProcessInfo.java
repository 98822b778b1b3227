package io.github.valkeyflavors.queue.protocol;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * How a process describes itself to Sidekiq in the field {@code info} of its hash, for
 * the Web UI and {@code Sidekiq::ProcessSet}. The format is that of
 * {@code Sidekiq::Launcher#to_data}. Immutable and thread-safe.
 *
 * @param identity host name, process id and a random part
 * @param hostName the name of the host
 * @param pid the process id
 * @param startedAt when the worker started
 * @param version what runs there
 * @param capsules the groups of threads
 * @since 0.1.0
 */
public record ProcessInfo(String identity, String hostName, long pid, Instant startedAt, String version,
		List<Capsule> capsules) {

	/**
	 * Creates a description.
	 * @param identity host name, process id and a random part
	 * @param hostName the name of the host
	 * @param pid the process id
	 * @param startedAt when the worker started
	 * @param version what runs there
	 * @param capsules the groups of threads
	 */
	public ProcessInfo {
		capsules = List.copyOf(capsules);
	}

	/**
	 * Returns how many jobs the process can run at the same time.
	 * @return the sum over all groups
	 */
	public int concurrency() {
		return this.capsules.stream().mapToInt(Capsule::concurrency).sum();
	}

	/**
	 * Returns the description as it is stored.
	 * @return the JSON text
	 */
	public String toJson() {
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put("hostname", RawJson.quote(this.hostName));
		fields.put("started_at", SidekiqTime.scoreSeconds(this.startedAt));
		fields.put("pid", String.valueOf(this.pid));
		fields.put("tag", RawJson.quote(""));
		StringJoiner groups = new StringJoiner(",", "{", "}");
		StringJoiner weights = new StringJoiner(",", "[", "]");
		TreeSet<String> queues = new TreeSet<>();
		for (Capsule capsule : this.capsules) {
			groups.add(RawJson.quote(capsule.name()) + ":" + capsule.toJson());
			weights.add(numbers(capsule.weights()));
			queues.addAll(capsule.weights().keySet());
		}
		fields.put("capsules", groups.toString());
		fields.put("queues", array(queues));
		fields.put("weights", weights.toString());
		fields.put("labels", "[]");
		fields.put("identity", RawJson.quote(this.identity));
		fields.put("version", RawJson.quote(this.version));
		fields.put("embedded", "false");
		return object(fields);
	}

	/**
	 * Returns an entry of the hash {@link QueueKeys#work}.
	 * @param queue the queue that the job was taken from
	 * @param payload the payload of the job
	 * @param startedAt when it started
	 * @return the JSON text
	 */
	public static String work(String queue, String payload, Instant startedAt) {
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put("queue", RawJson.quote(queue));
		fields.put("payload", RawJson.quote(payload));
		fields.put("run_at", String.valueOf(startedAt.getEpochSecond()));
		return object(fields);
	}

	private static String array(Iterable<String> texts) {
		StringJoiner array = new StringJoiner(",", "[", "]");
		texts.forEach((text) -> array.add(RawJson.quote(text)));
		return array.toString();
	}

	private static String numbers(Map<String, Integer> numbers) {
		StringJoiner object = new StringJoiner(",", "{", "}");
		numbers.forEach((name, number) -> object.add(RawJson.quote(name) + ":" + number));
		return object.toString();
	}

	private static String object(Map<String, String> fields) {
		StringJoiner object = new StringJoiner(",", "{", "}");
		fields.forEach((name, json) -> object.add(RawJson.quote(name) + ":" + json));
		return object.toString();
	}

	/**
	 * A group of threads. Immutable and thread-safe.
	 *
	 * @param name the name of the group
	 * @param concurrency how many jobs it can run at the same time
	 * @param weights the weight of each queue in their order, 0 for all if the order is
	 * strict
	 * @since 0.1.0
	 */
	public record Capsule(String name, int concurrency, Map<String, Integer> weights) {

		private String toJson() {
			boolean strict = this.weights.values().stream().allMatch((weight) -> weight == 0);
			boolean random = this.weights.values().stream().allMatch((weight) -> weight == 1);
			String mode = strict ? "strict" : random ? "random" : "weighted";
			return "{\"concurrency\":%d,\"mode\":\"%s\",\"weights\":%s}".formatted(this.concurrency, mode,
					numbers(this.weights));
		}

	}

}
