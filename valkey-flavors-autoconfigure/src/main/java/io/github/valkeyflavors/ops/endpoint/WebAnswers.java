package io.github.valkeyflavors.ops.endpoint;

import java.util.function.Supplier;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeType;

/**
 * How an endpoint answers over HTTP: with what the operation returned, or with a problem.
 * Stateless and thread-safe.
 *
 * @since 0.1.0
 */
public final class WebAnswers {

	private static final MimeType PROBLEM_JSON = new MimeType("application", "problem+json");

	private WebAnswers() {
	}

	/**
	 * Carries an operation out.
	 * @param operation the operation
	 * @return its result, or why there is none
	 */
	public static WebEndpointResponse<Object> of(Supplier<?> operation) {
		try {
			return new WebEndpointResponse<>(operation.get());
		}
		catch (ProblemException ex) {
			return new WebEndpointResponse<>(ex.problem(), ex.problem().status(), PROBLEM_JSON);
		}
	}

}
