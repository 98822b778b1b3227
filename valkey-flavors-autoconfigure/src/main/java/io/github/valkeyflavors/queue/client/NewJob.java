package io.github.valkeyflavors.queue.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.OutageMode;
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

	private final OutageMode outage;

	NewJob(String jid, String queue, @Nullable Instant due, byte[] json, OutageMode outage) {
		this.jid = jid;
		this.queue = queue;
		this.due = due;
		this.json = json;
		this.outage = outage;
	}

	/**
	 * Creates a job from its payload.
	 * @param payload the payload, without the time of a push
	 * @param due when the job is due, or {@code null} for at once
	 * @param outage what becomes of the job while the queue server is away
	 * @return the job
	 */
	public static NewJob of(JobPayload payload, @Nullable Instant due, OutageMode outage) {
		return new NewJob(payload.jid(), payload.queue(), due, payload.toJson().getBytes(StandardCharsets.UTF_8),
				outage);
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

	/**
	 * Returns what becomes of the job while the queue server is away.
	 * @return the mode
	 */
	public OutageMode outage() {
		return this.outage;
	}

	/**
	 * Returns whether the job is for later.
	 * @param now the time by the wall clock
	 * @return whether it is not due yet
	 */
	public boolean waits(Instant now) {
		return this.due != null && this.due.isAfter(now);
	}

	/**
	 * Returns the payload as it waits in the schedule set.
	 * @return the JSON text in UTF-8, not to be changed
	 */
	public byte[] scheduled() {
		return this.json;
	}

	/**
	 * Returns the payload as it is pushed to its queue.
	 * @param now the time of the push
	 * @return the JSON text in UTF-8
	 */
	public byte[] enqueued(Instant now) {
		return PayloadTemplate.enqueued(this.json, now);
	}

	/**
	 * Returns how long the payload is.
	 * @return the number of bytes
	 */
	public int size() {
		return this.json.length;
	}

	@Override
	public String toString() {
		return "job %s for queue %s".formatted(this.jid, this.queue);
	}

}
