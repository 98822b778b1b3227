package io.github.valkeyflavors.ops.endpoint;

import java.security.Principal;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/**
 * Logs in one line what an operation of an endpoint changed, and who asked for it. What
 * was refused is not logged, but what a server may have done although it did not say so
 * is.
 * <p>
 * Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class WriteLog {

	/**
	 * The caller of an operation that has come by JMX, which tells no name.
	 */
	public static final String JMX = "JMX";

	private static final int SERVER_ERROR = 500;

	private final Log logger;

	private final String id;

	/**
	 * Creates the log.
	 * @param endpoint the class of the endpoint, which names the logger
	 * @param id the id of the endpoint
	 */
	public WriteLog(Class<?> endpoint, String id) {
		this.logger = LogFactory.getLog(endpoint);
		this.id = id;
	}

	/**
	 * Names the caller of an operation that has come by HTTP.
	 * @param context who asks
	 * @return how the log calls him
	 */
	public static String caller(SecurityContext context) {
		Principal principal = context.getPrincipal();
		return (principal != null) ? "'%s'".formatted(principal.getName()) : "somebody who has not logged in";
	}

	/**
	 * Carries an operation out and logs it.
	 * @param <T> what the operation returns
	 * @param caller who asked for it
	 * @param what what it does to what, without anything secret
	 * @param operation the operation
	 * @param outcome says what came of it
	 * @return what the operation returned
	 */
	public <T> T write(String caller, String what, Supplier<T> operation, Function<T, String> outcome) {
		try {
			T answer = operation.get();
			log(caller, what, outcome.apply(answer));
			return answer;
		}
		catch (ProblemException ex) {
			if (ex.problem().status() >= SERVER_ERROR) {
				log(caller, what, "failed. " + ex.problem().detail());
			}
			throw ex;
		}
	}

	private void log(String caller, String what, String outcome) {
		if (this.logger.isInfoEnabled()) {
			// What others wrote must not look like a line of its own
			this.logger.info("Endpoint %s, by %s: %s: %s".formatted(this.id, caller, what, outcome)
				.replaceAll("\\p{Cntrl}", "?"));
		}
	}

}
