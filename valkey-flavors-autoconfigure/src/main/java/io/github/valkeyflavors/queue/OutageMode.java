package io.github.valkeyflavors.queue;

/**
 * What becomes of a job that is enqueued while the queue server is away, frozen or full.
 *
 * @since 0.1.0
 */
public enum OutageMode {

	/**
	 * Whoever enqueues gets an exception, at once while it is known that the server is
	 * away.
	 */
	FAIL,

	/**
	 * The job is performed by {@link JobClient#enqueue} itself, in the thread of the
	 * caller. Only for jobs that are marked by {@link Job#inlineSafe()}.
	 * <p>
	 * A job for later is kept as by {@link #BUFFER}; so is one that fails, for a worker
	 * to try again, and one that may have reached the server although it did not answer.
	 */
	INLINE,

	/**
	 * The job is kept in memory and pushed when the server is back, in the order in which
	 * the jobs were enqueued. When there is no room left, as {@link #FAIL}.
	 */
	BUFFER

}
