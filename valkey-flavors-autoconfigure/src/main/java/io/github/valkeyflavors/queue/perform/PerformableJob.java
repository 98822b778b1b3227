package io.github.valkeyflavors.queue.perform;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.protocol.JobPayload;

/**
 * A job as its method sees it, read from its payload. Whoever performs it adds when it
 * should stop and where its progress goes.
 * <p>
 * Thread-safe, as its subclasses must be.
 *
 * @since 0.1.0
 */
public abstract class PerformableJob implements JobContext {

	private final String queue;

	private final JobPayload payload;

	/**
	 * Creates the job.
	 * @param queue the name of the queue that it was taken from
	 * @param payload the payload
	 */
	protected PerformableJob(String queue, JobPayload payload) {
		this.queue = queue;
		this.payload = payload;
	}

	/**
	 * Returns the payload.
	 * @return the payload
	 */
	public final JobPayload payload() {
		return this.payload;
	}

	/**
	 * Returns whether the job comes too late and is dropped instead of performed.
	 * @param now the time by the wall clock
	 * @return whether its expiry is over
	 */
	public final boolean isExpired(Instant now) {
		Instant expiry = this.payload.expiry();
		return expiry != null && expiry.isBefore(now);
	}

	@Override
	public final String jid() {
		return this.payload.jid();
	}

	@Override
	public final String type() {
		return this.payload.jobType();
	}

	@Override
	public final String queue() {
		return this.queue;
	}

	@Override
	public final String arguments() {
		return this.payload.arguments();
	}

	@Override
	public final int attempt() {
		Integer retries = this.payload.retryCount();
		return (retries != null) ? retries + 2 : 1;
	}

	@Override
	public final @Nullable Instant createdAt() {
		return this.payload.createdAt();
	}

	@Override
	public final @Nullable Instant enqueuedAt() {
		return this.payload.enqueuedAt();
	}

	@Override
	public final @Nullable String header(String name) {
		String text = this.payload.text(name);
		return (text != null) ? text : this.payload.json(name);
	}

	@Override
	public final void progress(long done, long total) {
		if (total < 1 || done < 0 || done > total) {
			throw new IllegalArgumentException(
					"Progress of %d of %d is not between 0 and a total of 1 or more".formatted(done, total));
		}
		report(done, total);
	}

	/**
	 * Takes note of how far the job is. Never fails.
	 * @param done how much is done, 0 or more
	 * @param total how much there is to do, at least as much
	 */
	protected abstract void report(long done, long total);

	@Override
	public String toString() {
		return Objects.toString(this.payload);
	}

}
