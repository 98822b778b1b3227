package io.github.valkeyflavors.queue;

import org.jspecify.annotations.Nullable;

/**
 * A job that is about to be enqueued, as a {@link JobInterceptor} sees it. Used by one
 * thread.
 *
 * @since 0.1.0
 */
public interface JobDraft {

	/**
	 * Returns the id of the job.
	 * @return 24 hexadecimal digits
	 */
	String jid();

	/**
	 * Returns the job type.
	 * @return the job type
	 */
	String type();

	/**
	 * Returns the queue that the job will be pushed to.
	 * @return the name of the queue
	 */
	String queue();

	/**
	 * Returns the arguments.
	 * @return the text of a JSON array
	 */
	String arguments();

	/**
	 * Returns a header.
	 * @param name the name of the header
	 * @return its value, or {@code null} if it is not set
	 */
	@Nullable String header(String name);

	/**
	 * Adds a field to the payload, which the worker reads by
	 * {@link JobContext#header(String)}. Workers in other languages see it as a text at
	 * the first level of the payload.
	 * @param name the name, none that Sidekiq uses
	 * @param value the value
	 * @throws IllegalArgumentException if the name is blank or one of the fields that
	 * make up a job
	 */
	void header(String name, String value);

}
