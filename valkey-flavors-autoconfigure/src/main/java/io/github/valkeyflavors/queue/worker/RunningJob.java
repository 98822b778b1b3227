package io.github.valkeyflavors.queue.worker;

import java.time.Instant;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.protocol.JobPayload;

/**
 * A job that a thread of this process runs. Thread-safe.
 */
final class RunningJob implements JobContext {

	private final Work work;

	private final JobPayload payload;

	private final Instant startedAt;

	private final BooleanSupplier stopping;

	private final ProgressWriter progress;

	private @Nullable Long progressWrittenAt;

	RunningJob(Work work, JobPayload payload, Instant startedAt, BooleanSupplier stopping, ProgressWriter progress) {
		this.work = work;
		this.payload = payload;
		this.startedAt = startedAt;
		this.stopping = stopping;
		this.progress = progress;
	}

	Work work() {
		return this.work;
	}

	JobPayload payload() {
		return this.payload;
	}

	Instant startedAt() {
		return this.startedAt;
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
		return this.work.queue();
	}

	@Override
	public String arguments() {
		return this.payload.arguments();
	}

	@Override
	public int attempt() {
		Integer retries = this.payload.retryCount();
		return (retries != null) ? retries + 2 : 1;
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
		String text = this.payload.text(name);
		return (text != null) ? text : this.payload.json(name);
	}

	@Override
	public boolean isStopping() {
		return this.stopping.getAsBoolean();
	}

	@Override
	public synchronized void progress(long done, long total) {
		if (total < 1 || done < 0 || done > total) {
			throw new IllegalArgumentException(
					"Progress of %d of %d is not between 0 and a total of 1 or more".formatted(done, total));
		}
		this.progressWrittenAt = this.progress.write(jid(), done, total, this.progressWrittenAt);
	}

	@Override
	public String toString() {
		return Objects.toString(this.payload);
	}

}
