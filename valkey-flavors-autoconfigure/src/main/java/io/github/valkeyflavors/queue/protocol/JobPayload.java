package io.github.valkeyflavors.queue.protocol;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * A job as it stands in the queue: one JSON object. Fields that are not understood keep
 * their text and their place, so that a payload of another application passes through
 * unharmed.
 * <p>
 * Immutable and thread-safe. Times are integer milliseconds since the epoch; the seconds
 * with a fraction of Sidekiq 7 and older are read too.
 *
 * @since 0.1.0
 */
public final class JobPayload {

	static final String RETRY = "retry";

	static final String QUEUE = "queue";

	static final String CLASS = "class";

	static final String ARGS = "args";

	static final String JID = "jid";

	static final String CREATED_AT = "created_at";

	static final String ENQUEUED_AT = "enqueued_at";

	static final String RETRY_QUEUE = "retry_queue";

	static final String RETRY_COUNT = "retry_count";

	static final String FAILED_AT = "failed_at";

	static final String RETRIED_AT = "retried_at";

	static final String ERROR_MESSAGE = "error_message";

	static final String ERROR_CLASS = "error_class";

	static final String DEAD = "dead";

	private final Map<String, String> fields;

	private JobPayload(Map<String, String> fields) {
		this.fields = fields;
	}

	/**
	 * Makes the payload of a new job, not enqueued yet.
	 * @param type the job type
	 * @param queue the name of the queue
	 * @param retry how often it is retried
	 * @param arguments the arguments as the text of a JSON array
	 * @param jid the id of the job, 24 hexadecimal digits
	 * @param createdAt when the job was created
	 * @return the payload
	 */
	public static JobPayload create(String type, String queue, RetryLimit retry, String arguments, String jid,
			Instant createdAt) {
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put(RETRY, retry.toJson());
		fields.put(QUEUE, RawJson.quote(queue));
		fields.put(CLASS, RawJson.quote(type));
		fields.put(ARGS, arguments);
		fields.put(JID, RawJson.quote(jid));
		fields.put(CREATED_AT, millis(createdAt));
		return new JobPayload(fields);
	}

	/**
	 * Reads a payload.
	 * @param json the JSON text
	 * @return the payload
	 * @throws MalformedPayloadException if the text is not a JSON object with a
	 * {@code class} and an array of {@code args}
	 */
	public static JobPayload parse(String json) {
		JobPayload payload = new JobPayload(RawJson.object(json));
		if (payload.text(CLASS) == null) {
			throw new MalformedPayloadException("No text in field 'class'", null);
		}
		if (!payload.fields.getOrDefault(ARGS, "").startsWith("[")) {
			throw new MalformedPayloadException("No array in field 'args'", null);
		}
		return payload;
	}

	/**
	 * Returns the payload as it is stored.
	 * @return the JSON text, without white space between the fields
	 */
	public String toJson() {
		StringJoiner json = new StringJoiner(",", "{", "}");
		this.fields.forEach((name, value) -> json.add(RawJson.quote(name) + ":" + value));
		return json.toString();
	}

	/**
	 * Returns the job type: the field {@code class}.
	 * @return the job type
	 */
	public String type() {
		String type = text(CLASS);
		return (type != null) ? type : "";
	}

	/**
	 * Returns the id of the job.
	 * @return the jid, or an empty text if the payload has none
	 */
	public String jid() {
		String jid = text(JID);
		return (jid != null) ? jid : "";
	}

	/**
	 * Returns the queue that the job belongs to.
	 * @return the name of the queue, {@code default} if the payload names none
	 */
	public String queue() {
		String queue = text(QUEUE);
		return (queue != null && !queue.isEmpty()) ? queue : "default";
	}

	/**
	 * Returns the arguments.
	 * @return the JSON text of each argument
	 */
	public List<String> arguments() {
		return RawJson.array(this.fields.getOrDefault(ARGS, "[]"));
	}

	/**
	 * Returns how often the job is retried.
	 * @return the limit, or {@code null} if the payload does not say
	 */
	public @Nullable RetryLimit retry() {
		return RetryLimit.parse(this.fields.get(RETRY));
	}

	/**
	 * Returns how often the job was retried.
	 * @return the number of retries, 0 after the first failure, or {@code null} if the
	 * job never failed
	 */
	public @Nullable Integer retryCount() {
		try {
			String count = this.fields.get(RETRY_COUNT);
			return (count != null && !"null".equals(count)) ? Integer.valueOf(count) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Returns when the job was created.
	 * @return the time, or {@code null} if the payload does not say
	 */
	public @Nullable Instant createdAt() {
		return SidekiqTime.parse(this.fields.get(CREATED_AT));
	}

	/**
	 * Returns when the job was pushed to its queue.
	 * @return the time, or {@code null} if it was not pushed yet
	 */
	public @Nullable Instant enqueuedAt() {
		return SidekiqTime.parse(this.fields.get(ENQUEUED_AT));
	}

	/**
	 * Returns when the job failed first.
	 * @return the time, or {@code null} if the job never failed
	 */
	public @Nullable Instant failedAt() {
		return SidekiqTime.parse(this.fields.get(FAILED_AT));
	}

	/**
	 * Returns this payload as it is pushed to its queue.
	 * @param enqueuedAt when it is pushed
	 * @return the payload with that time
	 */
	public JobPayload enqueued(Instant enqueuedAt) {
		Map<String, String> changed = new LinkedHashMap<>(this.fields);
		changed.put(ENQUEUED_AT, millis(enqueuedAt));
		return new JobPayload(changed);
	}

	// After a failure, with the fields in Sidekiq's order
	JobPayload failed(String queue, String errorClass, String errorMessage, int retryCount, Instant now) {
		String retryQueue = text(RETRY_QUEUE);
		Map<String, String> changed = new LinkedHashMap<>(this.fields);
		changed.put(QUEUE, RawJson.quote((retryQueue != null) ? retryQueue : queue));
		changed.put(ERROR_MESSAGE, RawJson.quote(errorMessage));
		changed.put(ERROR_CLASS, RawJson.quote(errorClass));
		changed.put((retryCount == 0) ? FAILED_AT : RETRIED_AT, millis(now));
		changed.put(RETRY_COUNT, String.valueOf(retryCount));
		return new JobPayload(changed);
	}

	boolean staysOutOfDeadSet() {
		return "false".equals(this.fields.get(DEAD));
	}

	private @Nullable String text(String name) {
		return RawJson.unquote(this.fields.get(name));
	}

	private static String millis(Instant instant) {
		return String.valueOf(instant.toEpochMilli());
	}

	@Override
	public String toString() {
		return "job %s (%s)".formatted(type(), jid());
	}

}
