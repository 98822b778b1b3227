package io.github.valkeyflavors.ops.endpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.outage.OutageReason;

/**
 * Thrown by an operation of an endpoint that is not carried out. Over HTTP it becomes an
 * answer with a {@link Problem}, over JMX its message is shown.
 *
 * @since 0.1.0
 */
public final class ProblemException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	// Such as WRONGTYPE: the rest of the text may hold what is stored
	private static final Pattern ERROR_CODE = Pattern.compile("(?:ERR )?([A-Z]{4,20}) .*", Pattern.DOTALL);

	private static final int LONGEST_INPUT = 60;

	private final transient Problem problem;

	private ProblemException(int status, String title, String detail) {
		super(detail);
		this.problem = new Problem(status, title, detail);
	}

	/**
	 * The caller asked for something that makes no sense.
	 * @param detail what, and what to ask for instead
	 * @return the exception
	 */
	public static ProblemException badRequest(String detail) {
		return new ProblemException(400, "Bad Request", detail);
	}

	/**
	 * The caller named something that does not exist.
	 * @param detail what, and what there is
	 * @return the exception
	 */
	public static ProblemException notFound(String detail) {
		return new ProblemException(404, "Not Found", detail);
	}

	/**
	 * The operation does not go together with what goes on at the moment.
	 * @param detail what goes on
	 * @return the exception
	 */
	public static ProblemException conflict(String detail) {
		return new ProblemException(409, "Conflict", detail);
	}

	/**
	 * A server did not do what it was asked to.
	 * @param server how to call the server, at the beginning of a sentence
	 * @param failure what the client threw
	 * @return the exception
	 */
	public static ProblemException of(String server, DataAccessException failure) {
		String detail = describe(server, failure);
		return (OutageReason.of(failure) == OutageReason.FORBIDDEN) ? new ProblemException(403, "Forbidden", detail)
				: new ProblemException(503, "Service Unavailable", detail);
	}

	/**
	 * Describes why a server did not do what it was asked to.
	 * @param server how to call the server, at the beginning of a sentence
	 * @param failure what the client threw
	 * @return what is wrong and what to do about it, nothing that is stored
	 */
	public static String describe(String server, DataAccessException failure) {
		OutageReason reason = OutageReason.of(failure);
		if (reason != OutageReason.OTHER) {
			return "%s %s. %s".formatted(server, reason.symptom(), reason.remedy());
		}
		Matcher code = ERROR_CODE.matcher(String.valueOf(failure.getMostSpecificCause().getMessage()));
		return code.matches() ? "%s answered with the error %s.".formatted(server, code.group(1))
				: "%s answered with an error.".formatted(server);
	}

	/**
	 * Prepares what the caller wrote for being named in a detail.
	 * @param input what the caller wrote
	 * @return the beginning of it, without line breaks
	 */
	public static String shown(String input) {
		String line = input.replaceAll("\\p{Cntrl}", "?");
		return (line.length() > LONGEST_INPUT) ? line.substring(0, LONGEST_INPUT) + "..." : line;
	}

	/**
	 * Returns the answer.
	 * @return what to answer
	 */
	public Problem problem() {
		return this.problem;
	}

}
