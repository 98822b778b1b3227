package io.github.valkeyflavors.session.guard;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.session.Session;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * Spring Session's filter, with an answer for requests whose session is not available. It
 * looks at what happened to the session and not at what the application made of it.
 *
 * @param <S> the session of the repository
 */
final class GuardedSessionRepositoryFilter<S extends Session> extends SessionRepositoryFilter<GuardedSession<S>> {

	private static final Log logger = LogFactory.getLog(GuardedSessionRepositoryFilter.class);

	private static final String CURRENT_SESSION = SESSION_REPOSITORY_ATTR + ".CURRENT_SESSION";

	private final SessionRepositoryFilter<?> filter;

	private final UnavailableAnswer answer;

	/**
	 * Creates the filter.
	 * @param filter a filter on the repository, as the application configured it
	 */
	GuardedSessionRepositoryFilter(GuardedSessionRepository<S> repository, SessionRepositoryFilter<?> filter,
			UnavailableAnswer answer) {
		super(repository);
		this.filter = filter;
		this.answer = answer;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		SessionUse use = SessionUse.of(request);
		if (request.getDispatcherType() == DispatcherType.ERROR) {
			use.beginErrorPage();
		}
		Handling handling = new Handling(use, chain, () -> write(request, GuardedResponse.unguarded(response)));
		SessionUse previous = use.bind();
		try {
			this.filter.doFilter(request, new GuardedResponse(response, use), handling);
		}
		catch (ServletException | IOException | RuntimeException ex) {
			if (!use.isFatal() && !UnavailableAnswer.isDueTo(ex)) {
				throw ex;
			}
			if (response.isCommitted() && !handling.isCompleted()) {
				// Whoever reads the answer must not take it for the whole
				throw ex;
			}
			logger.debug("No session for " + request.getRequestURI(), ex);
			use.miss();
		}
		finally {
			use.end();
			SessionUse.unbind(previous);
		}
		if (handling.mustAnswer()) {
			answer(request, GuardedResponse.unguarded(response), handling.isAsynchronous());
		}
	}

	private void answer(HttpServletRequest request, HttpServletResponse response, boolean asynchronous)
			throws IOException {
		boolean page = UnavailableAnswer.wantsPage(request.getHeader(HttpHeaders.ACCEPT));
		if (!page || asynchronous || request.getDispatcherType() == DispatcherType.ERROR) {
			write(request, response);
		}
		else if (begin(request, response)) {
			// The application's own page, if it can do without a session. What could not
			// be saved is not tried again
			request.removeAttribute(CURRENT_SESSION);
			response.sendError(UnavailableAnswer.STATUS);
		}
	}

	private void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!begin(request, response)) {
			return;
		}
		boolean page = UnavailableAnswer.wantsPage(request.getHeader(HttpHeaders.ACCEPT));
		byte[] body = page ? this.answer.page() : this.answer.problem(request.getRequestURI());
		response.setStatus(UnavailableAnswer.STATUS);
		response.setContentType(page ? "text/html;charset=UTF-8" : MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

	private boolean begin(HttpServletRequest request, HttpServletResponse response) {
		if (response.isCommitted()) {
			logger.warn("The answer to %s %s had left when its session could not be saved"
				.formatted(request.getMethod(), request.getRequestURI()));
			return false;
		}
		reset(response);
		response.setHeader(HttpHeaders.RETRY_AFTER, this.answer.retryAfter());
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		return true;
	}

	/**
	 * Drops what the application wrote so far, cookies above all.
	 */
	private static void reset(HttpServletResponse response) {
		Map<String, Collection<String>> kept = new LinkedHashMap<>();
		for (String name : response.getHeaderNames()) {
			if (UnavailableAnswer.isKept(name)) {
				kept.put(name, List.copyOf(response.getHeaders(name)));
			}
		}
		response.reset();
		kept.forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
	}

}
