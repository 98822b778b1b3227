package io.github.valkeyflavors.ops.endpoint;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeType;

/**
 * The endpoint {@code valkeyflavors} over HTTP: it answers 4xx and 503 with a
 * {@link Problem}. Thread-safe.
 *
 * @since 0.1.0
 */
@RegisterReflectionForBinding(Problem.class)
@EndpointWebExtension(endpoint = FlavorsEndpoint.class)
public final class FlavorsEndpointWebExtension {

	private static final MimeType MARKDOWN = MimeType.valueOf("text/markdown;charset=UTF-8");

	private final FlavorsEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint the endpoint
	 */
	public FlavorsEndpointWebExtension(FlavorsEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Returns a flavor.
	 * @param flavor the name of the flavor
	 * @return the flavor, or 404
	 */
	@ReadOperation
	public WebEndpointResponse<Object> flavor(@Selector String flavor) {
		return WebAnswers.of(() -> this.endpoint.flavor(flavor));
	}

	/**
	 * Returns what an audit found about a flavor, and how far it is.
	 * @param flavor the name of the flavor
	 * @param audit {@code policy} or {@code memory}
	 * @param format {@code json} or {@code markdown}
	 * @return the audit as JSON or Markdown, or 404
	 */
	@ReadOperation(produces = { "application/vnd.spring-boot.actuator.v3+json", "application/json", "text/markdown" })
	public WebEndpointResponse<Object> audit(@Selector String flavor, @Selector String audit, @Nullable String format) {
		WebEndpointResponse<Object> answer = WebAnswers.of(() -> this.endpoint.audit(flavor, audit, format));
		return (answer.getBody() instanceof String markdown) ? new WebEndpointResponse<>(markdown, MARKDOWN) : answer;
	}

	/**
	 * Runs an audit. The parameter that tells who asks also makes Actuator demand JSON,
	 * which keeps forms of other sites out.
	 * @param context who asks
	 * @param flavor the name of the flavor
	 * @param audit {@code policy} or {@code memory}
	 * @return the audit, or 404, or 409 if one is under way
	 */
	@WriteOperation
	public WebEndpointResponse<Object> runAudit(SecurityContext context, @Selector String flavor,
			@Selector String audit) {
		return WebAnswers.of(() -> this.endpoint.runAuditBy(WriteLog.caller(context), flavor, audit));
	}

	/**
	 * Cancels the memory audit of a flavor.
	 * @param context who asks
	 * @param flavor the name of the flavor
	 * @param audit {@code memory}
	 * @return the audit, or 404, or 409 if none is under way
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> cancelAudit(SecurityContext context, @Selector String flavor,
			@Selector String audit) {
		return WebAnswers.of(() -> this.endpoint.cancelAuditBy(WriteLog.caller(context), flavor, audit));
	}

	/**
	 * Removes all keys of one logical database.
	 * @param context who asks
	 * @param flavor the name of the flavor
	 * @param part the constant word that stands before a name
	 * @param database the name of the logical database
	 * @return what was flushed, or 404, or 400 if it must not be, or 403 or 503 if the
	 * server does not do so
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> flush(SecurityContext context, @Selector String flavor, @Selector String part,
			@Selector String database) {
		return WebAnswers.of(() -> this.endpoint.flushBy(WriteLog.caller(context), flavor, part, database));
	}

}
