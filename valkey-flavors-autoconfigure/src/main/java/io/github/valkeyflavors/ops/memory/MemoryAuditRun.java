package io.github.valkeyflavors.ops.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A memory audit that was started.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class MemoryAuditRun {

	private final String id;

	private final MemoryAuditRequest request;

	private final Instant startedAt;

	private final CountDownLatch cancelled = new CountDownLatch(1);

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile State state = State.RUNNING;

	private volatile Progress progress = new Progress("", 0, 0, 0);

	private volatile @Nullable MemoryReport report;

	MemoryAuditRun(String id, MemoryAuditRequest request, Instant startedAt) {
		this.id = id;
		this.request = request;
		this.startedAt = startedAt;
	}

	/**
	 * Returns what this run is called.
	 * @return an id that no other run of this application has
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Returns what was asked for.
	 * @return the request
	 */
	public MemoryAuditRequest request() {
		return this.request;
	}

	/**
	 * Returns when it started.
	 * @return the time
	 */
	public Instant startedAt() {
		return this.startedAt;
	}

	/**
	 * Returns how it stands.
	 * @return the state
	 */
	public State state() {
		return this.state;
	}

	/**
	 * Returns how far it is.
	 * @return the progress; the last one when it has ended
	 */
	public Progress progress() {
		return this.progress;
	}

	/**
	 * Asks the run to end. It does so within the answer that it waits for, and reports
	 * what it has found until then.
	 * @return whether it was running
	 */
	public boolean cancel() {
		this.cancelled.countDown();
		return this.state == State.RUNNING;
	}

	/**
	 * Returns what was found.
	 * @return the report, of a part if the run was cancelled, or {@code null} while it
	 * runs and if it failed
	 */
	public @Nullable MemoryReport report() {
		return this.report;
	}

	/**
	 * Waits for the end.
	 * @param timeout how long
	 * @return whether it has ended
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean await(Duration timeout) throws InterruptedException {
		return this.ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	void await() throws InterruptedException {
		this.ended.await();
	}

	boolean isCancelled() {
		return this.cancelled.getCount() == 0;
	}

	void pause(long nanos) throws InterruptedException {
		boolean unused = this.cancelled.await(nanos, TimeUnit.NANOSECONDS);
	}

	void progress(Progress progress) {
		this.progress = progress;
	}

	void end(State state, @Nullable MemoryReport report) {
		this.report = report;
		this.state = state;
		this.ended.countDown();
	}

	/**
	 * How a run stands.
	 *
	 * @since 0.1.0
	 */
	public enum State {

		/**
		 * It looks at keys.
		 */
		RUNNING,

		/**
		 * It went through all that was asked for. What a server did not tell is marked as
		 * unknown.
		 */
		COMPLETED,

		/**
		 * It was cancelled, and reports a part.
		 */
		CANCELLED,

		/**
		 * It ended by an error, which is logged.
		 */
		FAILED

	}

	/**
	 * How far a run is.
	 *
	 * @param database the logical database that it is at, empty before the first
	 * @param keys how many keys the databases have that it is at or through with
	 * @param seen how many of them were looked at
	 * @param measured how many of these were measured
	 * @since 0.1.0
	 */
	public record Progress(String database, long keys, long seen, long measured) {

	}

}
