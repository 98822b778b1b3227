package io.github.valkeyflavors.samples.storefront.orders;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.protocol.JobPayload;

/**
 * One run of a job that was enqueued.
 *
 * @param payload the job
 * @param attempt which attempt this is
 */
record TestJob(JobPayload payload, int attempt) implements JobContext {

	/**
	 * Performs it inside the interceptor, and returns what was thrown.
	 */
	@Nullable Throwable perform(OrderConfirmation confirmation, OrderLife life) {
		try {
			InlineQueue.performer(life).perform(InlineQueue.method(OrderConfirmation.class, () -> confirmation), this);
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	@Override
	public String jid() {
		return this.payload.jid();
	}

	@Override
	public String type() {
		return this.payload.jobType();
	}

	@Override
	public String queue() {
		return this.payload.queue();
	}

	@Override
	public String arguments() {
		return this.payload.arguments();
	}

	@Override
	public @Nullable Instant createdAt() {
		return this.payload.createdAt();
	}

	@Override
	public @Nullable Instant enqueuedAt() {
		return this.payload.enqueuedAt();
	}

	@Override
	public @Nullable String header(String name) {
		return this.payload.text(name);
	}

	@Override
	public boolean isStopping() {
		return false;
	}

	@Override
	public void progress(long done, long total) {
	}

}
