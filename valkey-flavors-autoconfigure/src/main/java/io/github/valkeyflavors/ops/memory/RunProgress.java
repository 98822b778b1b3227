package io.github.valkeyflavors.ops.memory;

import io.github.valkeyflavors.ops.memory.MemoryAuditRun.Progress;

/**
 * Adds up how far a run is over all databases, and waits for as long as it is not
 * cancelled. Not thread-safe.
 */
final class RunProgress implements DatabaseScan.Observer {

	private final MemoryAuditRun run;

	private final Tools.Pauses pauses;

	private Progress before = new Progress("", 0, 0, 0);

	private Progress now = this.before;

	RunProgress(MemoryAuditRun run, Tools.Pauses pauses) {
		this.run = run;
		this.pauses = pauses;
	}

	boolean isCancelled() {
		return this.run.isCancelled();
	}

	void start(String database) {
		this.before = new Progress(database, this.now.keys(), this.now.seen(), this.now.measured());
		this.now = this.before;
		this.run.progress(this.now);
	}

	@Override
	public void progress(long keys, long seen, long measured) {
		this.now = new Progress(this.before.database(), this.before.keys() + Math.max(keys, seen),
				this.before.seen() + seen, this.before.measured() + measured);
		this.run.progress(this.now);
	}

	@Override
	public boolean pause(long nanos) throws InterruptedException {
		if (nanos > 0) {
			this.pauses.pause(this.run, nanos);
		}
		return !this.run.isCancelled();
	}

}
