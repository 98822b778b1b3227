package io.github.valkeyflavors.queue;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The job that runs. A {@link Job} method gets it by a parameter of this type, which is
 * not one of the arguments of the job.
 * <p>
 * Thread-safe. Of use until the job ends.
 *
 * @since 0.1.0
 */
public interface JobContext {

	/**
	 * Returns the id of the job, the same one at each attempt.
	 * @return 24 hexadecimal digits, or an empty text if another application enqueued the
	 * job without one
	 */
	String jid();

	/**
	 * Returns the job type.
	 * @return the {@code class} field of the payload, or the inner class of a job that
	 * Rails' ActiveJob wrapped
	 */
	String type();

	/**
	 * Returns the queue that the job was taken from.
	 * @return the name of the queue
	 */
	String queue();

	/**
	 * Returns the arguments as they stand in the payload.
	 * @return the text of a JSON array
	 */
	String arguments();

	/**
	 * Returns which attempt this is, counted by failures: a run that was cut off, or that
	 * somebody asked for by hand, does not count.
	 * @return 1 for the first run, 2 for the first retry, and so on
	 */
	int attempt();

	/**
	 * Returns when the job was created.
	 * @return the time, or {@code null} if the payload does not say
	 */
	@Nullable Instant createdAt();

	/**
	 * Returns when the job was pushed to its queue for this attempt.
	 * @return the time, or {@code null} if the payload does not say
	 */
	@Nullable Instant enqueuedAt();

	/**
	 * Returns a further field of the payload, such as one that a {@link JobInterceptor}
	 * added when the job was enqueued.
	 * @param name the name of the field
	 * @return its text, the JSON of a field that is not a text, or {@code null} if there
	 * is none
	 */
	@Nullable String header(String name);

	/**
	 * Returns whether the worker is about to stop. A long job that sees this should save
	 * where it is and throw, or just return early if it enqueues the rest itself: what
	 * still runs after the shutdown timeout is interrupted and given back to its queue.
	 * @return whether the worker is stopping
	 */
	boolean isStopping();

	/**
	 * Says how far the job is, for
	 * {@code io.github.valkeyflavors.queue.admin.JobQueues#progress}. Written to
	 * {@code valkey-flavors:progress:<jid>} (hash, expires after a day), at most four
	 * times a second and always when it is complete. A server that is away only leaves
	 * the progress as it was.
	 * @param done how much is done, from 0 to the total
	 * @param total how much there is to do, 1 or more
	 * @throws IllegalArgumentException if one of them is out of range
	 */
	void progress(long done, long total);

}
