package io.github.valkeyflavors.queue.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.PayloadTemplate;

/**
 * A job that is checked and written as JSON, and not pushed yet. Immutable and
 * thread-safe.
 *
 * @since 0.1.0
 */
public final class NewJob {

	private final String jid;

	private final String queue;

	private final @Nullable Instant due;

	private final byte[] json;

	NewJob(String jid, String queue, @Nullable Instant due, byte[] json) {
		this.jid = jid;
		this.queue = queue;
		this.due = due;
		this.json = json;
	}

	/**
	 * Returns the id of the job.
	 * @return 24 hexadecimal digits
	 */
	public String jid() {
		return this.jid;
	}

	/**
	 * Returns the queue that the job is for.
	 * @return the name of the queue
	 */
	public String queue() {
		return this.queue;
	}

	/**
	 * Returns when the job is due.
	 * @return the time, or {@code null} for at once
	 */
	public @Nullable Instant due() {
		return this.due;
	}

	/**
	 * Returns the payload, without the time of a push.
	 * @return the payload
	 */
	public JobPayload payload() {
		return JobPayload.parse(new String(this.json, StandardCharsets.UTF_8));
	}

	boolean waits(Instant now) {
		return this.due != null && this.due.isAfter(now);
	}

	byte[] scheduled() {
		return this.json;
	}

	byte[] enqueued(Instant now) {
		return PayloadTemplate.enqueued(this.json, now);
	}

	int size() {
		return this.json.length;
	}

	@Override
	public String toString() {
		return "job %s for queue %s".formatted(this.jid, this.queue);
	}

}
