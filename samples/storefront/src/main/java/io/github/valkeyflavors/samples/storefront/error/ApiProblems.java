package io.github.valkeyflavors.samples.storefront.error;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;

/**
 * Answers requests that an API method refuses with a problem detail of one clear line.
 * What is unexpected, a server that cannot be reached for example, is left to the filters
 * around it and to {@link ErrorPages}.
 */
@RestControllerAdvice(annotations = RestController.class)
final class ApiProblems extends ResponseEntityExceptionHandler {

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		FieldError error = ex.getBindingResult().getFieldErrors().get(0);
		return problem(ex, status, "%s %s.".formatted(error.getField(), error.getDefaultMessage()), request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		String detail = "The body is missing.";
		if (ex.getCause() instanceof StreamReadException) {
			detail = "The body is not valid JSON.";
		}
		else if (ex.getCause() instanceof DatabindException mismatch) {
			detail = "%s has the wrong type.".formatted(field(mismatch));
		}
		return problem(ex, status, detail, request);
	}

	private static String field(DatabindException ex) {
		return ex.getPath()
			.stream()
			.map(JacksonException.Reference::getPropertyName)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse("The body");
	}

	/**
	 * A path variable that cannot be an id names nothing that exists.
	 */
	@Override
	protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException ex, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		return problem(ex, HttpStatus.NOT_FOUND, "There is nothing with the id '%s'.".formatted(ex.getValue()),
				request);
	}

	private @Nullable ResponseEntity<Object> problem(Exception ex, HttpStatusCode status, String detail,
			WebRequest request) {
		return handleExceptionInternal(ex, ProblemDetail.forStatusAndDetail(status, detail), new HttpHeaders(), status,
				request);
	}

}
