package io.github.valkeyflavors.queue.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The payload of new jobs that differ only in their arguments and their id. What they
 * have in common is written once, so that many of them cost little. The fields stand in
 * Sidekiq's order.
 * <p>
 * Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class PayloadTemplate {

	private static final Set<String> RESERVED = Set.of(JobPayload.RETRY, JobPayload.QUEUE, JobPayload.CLASS,
			JobPayload.ARGS, JobPayload.JID, JobPayload.CREATED_AT, JobPayload.ENQUEUED_AT, JobPayload.RETRY_QUEUE,
			JobPayload.RETRY_COUNT, JobPayload.FAILED_AT, JobPayload.RETRIED_AT, JobPayload.DEAD, JobPayload.RETRY_FOR,
			JobPayload.BACKTRACE, JobPayload.EXPIRY, JobPayload.TAGS, JobPayload.RECOVERY_COUNT, "at", "wrapped", "bid",
			"cattr", "discarded_at", "interrupt_count", "pool", "unique_for", "unique_token", "unique_until");

	private static final String RESERVED_PREFIX = "error_";

	private static final byte[] BEFORE_JID = bytes(",\"jid\":\"");

	private final byte[] beforeArguments;

	private final byte[] afterJid;

	private final byte[] end;

	/**
	 * Creates a template.
	 * @param type the job type
	 * @param queue the name of the queue
	 * @param retry how often a job is retried
	 * @param retryFor how long after its first failure a job is retried, in whole
	 * seconds, or {@code null} for no deadline
	 * @param backtrace how many lines of the stack trace a failed job keeps, 0 for none,
	 * {@link Integer#MAX_VALUE} for all
	 * @param tags words to find a job by
	 * @param createdAt when the jobs are created
	 * @param expiry until when a job may start, or {@code null} for ever
	 */
	public PayloadTemplate(String type, String queue, RetryLimit retry, @Nullable Duration retryFor, int backtrace,
			List<String> tags, Instant createdAt, @Nullable Instant expiry) {
		StringBuilder start = new StringBuilder("{");
		append(start, JobPayload.RETRY, retry.toJson());
		append(start, JobPayload.QUEUE, RawJson.quote(queue));
		if (retryFor != null) {
			append(start, JobPayload.RETRY_FOR, String.valueOf(retryFor.toSeconds()));
		}
		if (backtrace > 0) {
			append(start, JobPayload.BACKTRACE, (backtrace == Integer.MAX_VALUE) ? "true" : String.valueOf(backtrace));
		}
		if (!tags.isEmpty()) {
			append(start, JobPayload.TAGS,
					tags.stream().map(RawJson::quote).collect(Collectors.joining(",", "[", "]")));
		}
		append(start, JobPayload.CLASS, RawJson.quote(type));
		append(start, JobPayload.ARGS, "");
		this.beforeArguments = bytes(start.toString());
		this.afterJid = bytes("\",\"" + JobPayload.CREATED_AT + "\":" + createdAt.toEpochMilli());
		this.end = bytes(
				(expiry != null) ? ",\"" + JobPayload.EXPIRY + "\":" + SidekiqTime.scoreSeconds(expiry) + "}" : "}");
	}

	private static void append(StringBuilder json, String name, String value) {
		json.append((json.length() > 1) ? "," : "").append('"').append(name).append("\":").append(value);
	}

	/**
	 * Writes the payload of one job, not enqueued yet.
	 * @param jid the id of the job
	 * @param arguments a buffer that begins with the text of a JSON array
	 * @param length the length of that text in bytes
	 * @param headers further texts for the first level
	 * @return the JSON text in UTF-8
	 */
	public byte[] json(String jid, byte[] arguments, int length, Map<String, String> headers) {
		byte[] id = bytes(jid);
		byte[] further = headers.isEmpty() ? new byte[0] : headers(headers);
		int size = this.beforeArguments.length + length + BEFORE_JID.length + id.length + this.afterJid.length
				+ further.length + this.end.length;
		return ByteBuffer.allocate(size)
			.put(this.beforeArguments)
			.put(arguments, 0, length)
			.put(BEFORE_JID)
			.put(id)
			.put(this.afterJid)
			.put(further)
			.put(this.end)
			.array();
	}

	private static byte[] headers(Map<String, String> headers) {
		StringBuilder json = new StringBuilder();
		headers.forEach(
				(name, value) -> json.append(',').append(RawJson.quote(name)).append(':').append(RawJson.quote(value)));
		return bytes(json.toString());
	}

	/**
	 * Returns a payload as it is pushed to its queue.
	 * @param json the JSON text of a job that is not enqueued yet
	 * @param enqueuedAt when it is pushed
	 * @return the JSON text with that time
	 */
	public static byte[] enqueued(byte[] json, Instant enqueuedAt) {
		byte[] time = bytes(",\"" + JobPayload.ENQUEUED_AT + "\":" + enqueuedAt.toEpochMilli() + "}");
		return ByteBuffer.allocate(json.length - 1 + time.length).put(json, 0, json.length - 1).put(time).array();
	}

	/**
	 * Returns whether a field makes up a job, and therefore cannot be a header.
	 * @param name the name of the field
	 * @return whether Sidekiq or a worker of ours gives it a meaning
	 */
	public static boolean isReserved(String name) {
		return RESERVED.contains(name) || name.startsWith(RESERVED_PREFIX);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
