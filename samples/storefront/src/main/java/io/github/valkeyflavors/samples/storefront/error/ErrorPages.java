package io.github.valkeyflavors.samples.storefront.error;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriUtils;

/**
 * Answers all other failures: with a page for people, with a problem detail for machines.
 * Neither reads the session, whose server may be the very thing that failed.
 */
@Controller
@RequestMapping("/error")
final class ErrorPages implements ErrorController {

	private final ErrorAttributes errors;

	ErrorPages(ErrorAttributes errors) {
		this.errors = errors;
	}

	@RequestMapping(produces = MediaType.TEXT_HTML_VALUE)
	String page(HttpServletRequest request, HttpServletResponse response, Model model) {
		HttpStatus status = status(request);
		response.setStatus(status.value());
		model.addAttribute("status", status);
		model.addAttribute("detail", detail(status, request));
		return "error";
	}

	@RequestMapping
	ResponseEntity<ProblemDetail> problem(HttpServletRequest request) {
		HttpStatus status = status(request);
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail(status, request));
		if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String address) {
			String path = UriUtils.decode(address, StandardCharsets.UTF_8);
			problem.setInstance(URI.create(UriUtils.encodePath(path, StandardCharsets.UTF_8)));
		}
		return ResponseEntity.of(problem).build();
	}

	private static HttpStatus status(HttpServletRequest request) {
		HttpStatus status = (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code)
				? HttpStatus.resolve(code) : HttpStatus.NOT_FOUND;
		return (status != null) ? status : HttpStatus.INTERNAL_SERVER_ERROR;
	}

	/**
	 * Only what the shop itself threw was written for the reader.
	 */
	private String detail(HttpStatus status, HttpServletRequest request) {
		if (this.errors.getError(new ServletWebRequest(request)) instanceof ResponseStatusException ex
				&& ex.getReason() != null) {
			return ex.getReason();
		}
		return switch (status) {
			case NOT_FOUND -> "There is nothing at this address.";
			case METHOD_NOT_ALLOWED -> "This address does not take that kind of request.";
			case SERVICE_UNAVAILABLE -> "The shop cannot answer at the moment. Please try again soon.";
			default ->
				status.is4xxClientError() ? "The request cannot be understood." : "Something went wrong on our side.";
		};
	}

}
