package io.github.valkeyflavors.queue.protocol;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

	static final String RETRY_FOR = "retry_for";

	static final String BACKTRACE = "backtrace";

	static final String ERROR_BACKTRACE = "error_backtrace";

	static final String EXPIRY = "expiry";

	static final String TAGS = "tags";

	static final String RECOVERY_COUNT = "recovery_count";

	// Far beyond any time or count, and still fit for arithmetic
	private static final BigDecimal LARGEST = BigDecimal.valueOf(1_000_000_000_000L);

	private final Map<String, String> fields;

	private JobPayload(Map<String, String> fields) {
		this.fields = fields;
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
	 * Returns the type of the job method that performs the job: {@link #type()}, or the
	 * inner class of a job that Rails' ActiveJob wrapped.
	 * @return the job type
	 */
	public String jobType() {
		ActiveJobWrapper wrapper = wrapper();
		String inner = (wrapper != null) ? wrapper.type() : null;
		return (inner != null) ? inner : type();
	}

	private @Nullable ActiveJobWrapper wrapper() {
		return ActiveJobWrapper.of(type(), this.fields.getOrDefault(ARGS, "[]"));
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
	 * Returns the arguments of the job method, those of the inner job if ActiveJob
	 * wrapped it.
	 * @return the text of a JSON array
	 */
	public String arguments() {
		ActiveJobWrapper wrapper = wrapper();
		return (wrapper != null) ? wrapper.arguments() : this.fields.getOrDefault(ARGS, "[]");
	}

	/**
	 * Takes an array of arguments apart.
	 * @param arguments the text of a JSON array
	 * @return the JSON text of each argument
	 * @throws MalformedPayloadException if the text is no JSON array
	 */
	public static List<String> split(String arguments) {
		return RawJson.array(arguments);
	}

	/**
	 * Returns how long after its first failure the job is retried.
	 * @return the duration, or {@code null} if the payload sets no deadline
	 */
	public @Nullable Duration retryFor() {
		BigDecimal seconds = number(RETRY_FOR);
		return (seconds != null) ? Duration.ofMillis(seconds.movePointRight(3).longValue()) : null;
	}

	/**
	 * Returns how many lines of the stack trace are kept when the job fails.
	 * @return the number of lines, 0 for none
	 */
	public int backtrace() {
		BigDecimal lines = number(BACKTRACE);
		if (lines != null) {
			return Math.max(0, lines.intValue());
		}
		return "true".equals(this.fields.get(BACKTRACE)) ? Integer.MAX_VALUE : 0;
	}

	/**
	 * Returns until when the job may start, as Sidekiq Pro writes it: epoch seconds.
	 * @return the time, or {@code null} if the job does not expire
	 */
	public @Nullable Instant expiry() {
		BigDecimal seconds = number(EXPIRY);
		return (seconds != null) ? Instant.ofEpochMilli(seconds.movePointRight(3).longValue()) : null;
	}

	/**
	 * Returns the words to find the job by.
	 * @return the tags, none if the payload has none
	 */
	public List<String> tags() {
		String json = this.fields.getOrDefault(TAGS, "");
		if (!json.startsWith("[")) {
			return List.of();
		}
		return RawJson.array(json).stream().map(RawJson::unquote).filter(Objects::nonNull).toList();
	}

	/**
	 * Returns how often the job was found in the hand of a lost process.
	 * @return the number of recoveries
	 */
	public int recoveryCount() {
		BigDecimal count = number(RECOVERY_COUNT);
		return (count != null) ? count.intValue() : 0;
	}

	/**
	 * Returns this payload as it goes back to its queue from the hand of a lost process.
	 * @return the payload with one recovery more
	 */
	public JobPayload recovered() {
		return with(RECOVERY_COUNT, String.valueOf(recoveryCount() + 1));
	}

	/**
	 * Returns any field.
	 * @param name the name of the field
	 * @return its JSON text, or {@code null} if there is none
	 */
	public @Nullable String json(String name) {
		return this.fields.get(name);
	}

	/**
	 * Returns the text of any field.
	 * @param name the name of the field
	 * @return the text, or {@code null} if there is none or it is not a text
	 */
	public @Nullable String text(String name) {
		return RawJson.unquote(this.fields.get(name));
	}

	/**
	 * Returns this payload with another value of a field, which stays in its place, or
	 * comes last if it is new.
	 * @param name the name of the field
	 * @param json the JSON text of its value
	 * @return the changed payload
	 */
	public JobPayload with(String name, String json) {
		Map<String, String> changed = new LinkedHashMap<>(this.fields);
		changed.put(name, json);
		return new JobPayload(changed);
	}

	/**
	 * Returns this payload without a field.
	 * @param name the name of the field
	 * @return the changed payload
	 */
	public JobPayload without(String name) {
		Map<String, String> changed = new LinkedHashMap<>(this.fields);
		changed.remove(name);
		return new JobPayload(changed);
	}

	private @Nullable BigDecimal number(String name) {
		try {
			String json = this.fields.get(name);
			BigDecimal number = (json != null) ? new BigDecimal(json) : null;
			return (number != null && number.abs().compareTo(LARGEST) <= 0) ? number : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
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
		return with(ENQUEUED_AT, millis(enqueuedAt));
	}

	// After a failure, with the fields in Sidekiq's order
	JobPayload failed(JobFailure failure) {
		String retryQueue = text(RETRY_QUEUE);
		Integer retried = retryCount();
		int count = (retried != null) ? retried + 1 : 0;
		Map<String, String> changed = new LinkedHashMap<>(this.fields);
		changed.put(QUEUE, RawJson.quote((retryQueue != null) ? retryQueue : failure.queue()));
		changed.put(ERROR_MESSAGE, RawJson.quote(failure.errorMessage()));
		changed.put(ERROR_CLASS, RawJson.quote(failure.errorClass()));
		changed.put((retried != null) ? RETRIED_AT : FAILED_AT, millis(failure.at()));
		changed.put(RETRY_COUNT, String.valueOf(count));
		int lines = Math.min(backtrace(), failure.backtrace().size());
		if (lines > 0) {
			changed.put(ERROR_BACKTRACE, RawJson.quote(Backtrace.compress(failure.backtrace().subList(0, lines))));
		}
		return new JobPayload(changed);
	}

	boolean staysOutOfDeadSet() {
		return "false".equals(this.fields.get(DEAD));
	}

	private static String millis(Instant instant) {
		return String.valueOf(instant.toEpochMilli());
	}

	@Override
	public String toString() {
		return "job %s (%s)".formatted(type(), jid());
	}

}
