package io.github.valkeyflavors.queue.protocol;

import java.time.Instant;
import java.util.List;

/**
 * What happened to a job that failed. Immutable and thread-safe.
 *
 * @param queue the name of the queue that it was taken from
 * @param errorClass the kind of the error
 * @param errorMessage the text of the error, of which 10,000 characters are kept
 * @param backtrace the lines of the stack trace, kept if the job asks for them
 * @param at the time of the failure
 * @since 0.1.0
 */
public record JobFailure(String queue, String errorClass, String errorMessage, List<String> backtrace, Instant at) {

	private static final int MESSAGE_LENGTH = 10_000;

	/**
	 * Creates a failure.
	 * @param queue the name of the queue
	 * @param errorClass the kind of the error
	 * @param errorMessage the text of the error
	 * @param backtrace the lines of the stack trace
	 * @param at the time of the failure
	 */
	public JobFailure {
		errorMessage = truncate(errorMessage);
		backtrace = List.copyOf(backtrace);
	}

	private static String truncate(String message) {
		if (message.codePointCount(0, message.length()) <= MESSAGE_LENGTH) {
			return message;
		}
		return message.substring(0, message.offsetByCodePoints(0, MESSAGE_LENGTH));
	}

}
