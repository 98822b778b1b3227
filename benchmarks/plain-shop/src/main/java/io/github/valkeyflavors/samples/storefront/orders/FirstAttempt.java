package io.github.valkeyflavors.samples.storefront.orders;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.JobContext;

/**
 * The run of a job that has no retries.
 *
 * @param order the order
 */
record FirstAttempt(UUID order) implements JobContext {

	@Override
	public String jid() {
		return this.order.toString();
	}

	@Override
	public String type() {
		return OrderConfirmation.TYPE;
	}

	@Override
	public String queue() {
		return "jobs";
	}

	@Override
	public String arguments() {
		return "[\"" + this.order + "\"]";
	}

	@Override
	public int attempt() {
		return 1;
	}

	@Override
	public @Nullable Instant createdAt() {
		return null;
	}

	@Override
	public @Nullable Instant enqueuedAt() {
		return null;
	}

	@Override
	public @Nullable String header(String name) {
		return null;
	}

	@Override
	public boolean isStopping() {
		return false;
	}

	@Override
	public void progress(long done, long total) {
	}

}
