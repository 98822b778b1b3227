package io.github.valkeyflavors.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is different for one call of a {@link JobClient}, for example
 * {@code jobs.with(JobOptions.NONE.queue("low").retry(3))}. What is not set is as the
 * {@link Job} method declares it.
 * <p>
 * Immutable and thread-safe; each method returns a changed copy.
 *
 * @param queue the name of the queue
 * @param retry the number of retries, {@link Job#RETRY_DEFAULT} or
 * {@link Job#RETRY_NEVER}
 * @param at when the job is due
 * @param in how long after the call the job is due
 * @param tags words to find the job by, shown by Sidekiq's Web UI
 * @param expiresIn how long after it is due the job may still start; a worker that gets
 * to it later drops it
 * @param pushedAtOnce whether the push does not wait for a transaction to commit
 * @param outage what becomes of the job if the queue server is away
 * @since 0.1.0
 */
public record JobOptions(@Nullable String queue, @Nullable Integer retry, @Nullable Instant at, @Nullable Duration in,
		List<String> tags, @Nullable Duration expiresIn, boolean pushedAtOnce, @Nullable OutageMode outage) {

	/**
	 * Nothing is different.
	 */
	public static final JobOptions NONE = new JobOptions(null, null, null, null, List.of(), null, false, null);

	/**
	 * Creates options.
	 * @param queue the name of the queue
	 * @param retry the number of retries
	 * @param at when the job is due
	 * @param in how long after the call the job is due
	 * @param tags words to find the job by
	 * @param expiresIn how long the job may still start
	 * @param pushedAtOnce whether the push does not wait for a commit
	 * @param outage what becomes of the job if the queue server is away
	 * @throws IllegalArgumentException if the queue is blank, the retries are below
	 * {@link Job#RETRY_NEVER}, a tag is blank, the job expires before it is due, or both
	 * {@code at} and {@code in} are set
	 */
	public JobOptions {
		require(queue == null || !queue.isBlank(), "The name of a queue must not be blank");
		require(retry == null || retry >= Job.RETRY_NEVER,
				"The number of retries must be 0 or more, Job.RETRY_DEFAULT or Job.RETRY_NEVER, not " + retry);
		require(at == null || in == null, "A job is due either at a time or in a while, not both");
		require(tags.stream().noneMatch(String::isBlank), "A tag must not be blank");
		require(expiresIn == null || expiresIn.compareTo(Duration.ofMillis(1)) >= 0,
				"A job must not expire before it is due");
		tags = List.copyOf(tags);
	}

	private static void require(boolean valid, String message) {
		if (!valid) {
			throw new IllegalArgumentException(message);
		}
	}

	/**
	 * Pushes to another queue.
	 * @param queue the name of the queue
	 * @return the changed options
	 */
	public JobOptions queue(String queue) {
		require(queue != null, "'queue' must not be null");
		return new JobOptions(queue, this.retry, this.at, this.in, this.tags, this.expiresIn, this.pushedAtOnce,
				this.outage);
	}

	/**
	 * Retries another number of times, and without the deadline that
	 * {@link Job#retryFor()} declares.
	 * @param retry the number of retries, {@link Job#RETRY_DEFAULT} or
	 * {@link Job#RETRY_NEVER}
	 * @return the changed options
	 */
	public JobOptions retry(int retry) {
		return new JobOptions(this.queue, retry, this.at, this.in, this.tags, this.expiresIn, this.pushedAtOnce,
				this.outage);
	}

	/**
	 * Performs the job later.
	 * @param at when it is due
	 * @return the changed options
	 */
	public JobOptions at(Instant at) {
		require(at != null, "'at' must not be null");
		return new JobOptions(this.queue, this.retry, at, null, this.tags, this.expiresIn, this.pushedAtOnce,
				this.outage);
	}

	/**
	 * Performs the job later.
	 * @param in how long after the call it is due
	 * @return the changed options
	 */
	public JobOptions in(Duration in) {
		require(in != null, "'in' must not be null");
		return new JobOptions(this.queue, this.retry, null, in, this.tags, this.expiresIn, this.pushedAtOnce,
				this.outage);
	}

	/**
	 * Tags the job.
	 * @param tags words to find the job by
	 * @return the changed options
	 */
	public JobOptions tags(String... tags) {
		return new JobOptions(this.queue, this.retry, this.at, this.in, List.of(tags), this.expiresIn,
				this.pushedAtOnce, this.outage);
	}

	/**
	 * Drops the job when no worker got to it in time. Written as the field
	 * {@code expiry}, which Ruby workers of Sidekiq Pro understand too.
	 * @param expiresIn how long after it is due it may still start
	 * @return the changed options
	 */
	public JobOptions expiresIn(Duration expiresIn) {
		require(expiresIn != null, "'expiresIn' must not be null");
		return new JobOptions(this.queue, this.retry, this.at, this.in, this.tags, expiresIn, this.pushedAtOnce,
				this.outage);
	}

	/**
	 * Pushes at once, even if a transaction is active that might be rolled back, or whose
	 * changes a worker cannot see yet.
	 * @return the changed options
	 */
	public JobOptions duringTransaction() {
		return new JobOptions(this.queue, this.retry, this.at, this.in, this.tags, this.expiresIn, true, this.outage);
	}

	/**
	 * Does something else if the queue server is away.
	 * @param outage what becomes of the job then; {@link OutageMode#INLINE} needs a job
	 * method of this application that is marked by {@link Job#inlineSafe()}
	 * @return the changed options
	 */
	public JobOptions outage(OutageMode outage) {
		require(outage != null, "'outage' must not be null");
		return new JobOptions(this.queue, this.retry, this.at, this.in, this.tags, this.expiresIn, this.pushedAtOnce,
				outage);
	}

	/**
	 * Puts other options over these.
	 * @param other the options that apply where they say something
	 * @return both together
	 */
	public JobOptions and(JobOptions other) {
		boolean otherTime = other.at != null || other.in != null;
		return new JobOptions((other.queue != null) ? other.queue : this.queue,
				(other.retry != null) ? other.retry : this.retry, otherTime ? other.at : this.at,
				otherTime ? other.in : this.in, other.tags.isEmpty() ? this.tags : other.tags,
				(other.expiresIn != null) ? other.expiresIn : this.expiresIn, this.pushedAtOnce || other.pushedAtOnce,
				(other.outage != null) ? other.outage : this.outage);
	}

}
