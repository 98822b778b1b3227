package io.github.valkeyflavors.queue.worker;

import java.time.Instant;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.protocol.JobPayload;

/**
 * A job that a thread of this process runs. Thread-safe.
 */
final class RunningJob extends PerformableJob {

	private final Work work;

	private final Instant startedAt;

	private final BooleanSupplier stopping;

	private final ProgressWriter progress;

	private volatile @Nullable Long progressWrittenAt;

	RunningJob(Work work, JobPayload payload, Instant startedAt, BooleanSupplier stopping, ProgressWriter progress) {
		super(work.queue(), payload);
		this.work = work;
		this.startedAt = startedAt;
		this.stopping = stopping;
		this.progress = progress;
	}

	Work work() {
		return this.work;
	}

	Instant startedAt() {
		return this.startedAt;
	}

	@Override
	public boolean isStopping() {
		return this.stopping.getAsBoolean();
	}

	@Override
	protected void report(long done, long total) {
		this.progressWrittenAt = this.progress.write(jid(), done, total, this.progressWrittenAt);
	}

}
