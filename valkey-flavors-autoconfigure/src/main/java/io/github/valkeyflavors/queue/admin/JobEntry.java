package io.github.valkeyflavors.queue.admin;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A job in a queue or a set. Immutable and thread-safe.
 * <p>
 * An entry that is not a job, but something that somebody wrote there, has the type
 * {@code ?}, an empty jid and no arguments, and can be deleted or killed like any other.
 * <p>
 * The payload names the entry to the server, so an entry must be handed back as it was
 * returned. Bytes that are no UTF-8 stand in it as {@code U+DC80} to {@code U+DCFF}.
 *
 * @param jid the id of the job
 * @param type the job type, that of the inner job if Rails' ActiveJob wrapped it
 * @param queue the name of its queue
 * @param arguments the arguments, the text of a JSON array, those of the inner job if
 * ActiveJob wrapped it
 * @param tags words to find the job by
 * @param at when it is due, or when it died; {@code null} in a queue
 * @param createdAt when it was created
 * @param enqueuedAt when it was pushed to its queue last
 * @param retryCount how often it was retried, {@code null} if it never failed, and -1
 * after a first retry by hand
 * @param failure how it failed last, {@code null} if it never failed
 * @param payload the payload as it is stored, byte for byte
 * @since 0.1.0
 */
public record JobEntry(String jid, String type, String queue, String arguments, List<String> tags, @Nullable Instant at,
		@Nullable Instant createdAt, @Nullable Instant enqueuedAt, @Nullable Integer retryCount,
		@Nullable Failure failure, String payload) {

	/**
	 * The type of an entry that is not a job.
	 */
	public static final String UNKNOWN_TYPE = "?";

	/**
	 * Creates an entry.
	 * @param jid the id of the job
	 * @param type the job type
	 * @param queue the name of its queue
	 * @param arguments the arguments
	 * @param tags words to find the job by
	 * @param at when it is due, or when it died
	 * @param createdAt when it was created
	 * @param enqueuedAt when it was pushed to its queue last
	 * @param retryCount how often it was retried
	 * @param failure how it failed last
	 * @param payload the payload as it is stored
	 */
	public JobEntry {
		tags = List.copyOf(tags);
	}

	/**
	 * How a job failed.
	 *
	 * @param errorClass the kind of the error
	 * @param errorMessage the text of the error
	 * @param failedAt when it failed first
	 * @param backtrace the lines of the stack trace, none if the job does not keep them
	 * @since 0.1.0
	 */
	public record Failure(String errorClass, String errorMessage, @Nullable Instant failedAt, List<String> backtrace) {

		/**
		 * Creates a failure.
		 * @param errorClass the kind of the error
		 * @param errorMessage the text of the error
		 * @param failedAt when it failed first
		 * @param backtrace the lines of the stack trace
		 */
		public Failure {
			backtrace = List.copyOf(backtrace);
		}

	}

}
