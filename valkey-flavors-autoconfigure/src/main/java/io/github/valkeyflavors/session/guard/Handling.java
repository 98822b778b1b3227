package io.github.valkeyflavors.session.guard;

import java.io.IOException;
import java.util.function.Supplier;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The rest of the chain in one dispatch. What comes after it only saves the session.
 */
final class Handling implements FilterChain {

	private static final Log logger = LogFactory.getLog(Handling.class);

	private final SessionUse use;

	private final FilterChain chain;

	private final Answer answer;

	private boolean completed;

	private boolean asynchronous;

	private boolean goesOn;

	private boolean ended;

	/**
	 * Creates the handling of a dispatch.
	 * @param answer answers a request that no dispatch will answer
	 */
	Handling(SessionUse use, FilterChain chain, Answer answer) {
		this.use = use;
		this.chain = chain;
		this.answer = answer;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response) throws IOException, ServletException {
		try {
			this.chain.doFilter(new Request((HttpServletRequest) request), response);
			this.completed = true;
		}
		finally {
			this.use.finish();
		}
	}

	/**
	 * Whether the rest of the chain has done what it wanted.
	 */
	boolean isCompleted() {
		return this.completed;
	}

	/**
	 * Ends the dispatch.
	 * @return whether it must answer that the session is not available. If the request
	 * goes on without it, its last dispatch does, or whoever completes it
	 */
	synchronized boolean mustAnswer() {
		this.ended = true;
		return this.use.isFatal() && !this.goesOn;
	}

	/**
	 * Whether the request became asynchronous here. Nobody dispatches it to an error page
	 * once it is complete.
	 */
	synchronized boolean isAsynchronous() {
		return this.asynchronous;
	}

	/**
	 * The container cannot be asked whether a request goes on: it may be on the way to
	 * the next dispatch.
	 */
	private synchronized AsyncContext goOn(AsyncContext context) {
		this.asynchronous = true;
		this.goesOn = true;
		return new CompletingContext(context, this::complete);
	}

	// If the dispatch has not ended yet, it answers
	private synchronized void complete() {
		this.goesOn = false;
		if (!this.ended || !this.use.isFatal()) {
			return;
		}
		try {
			this.answer.write();
		}
		catch (IOException ex) {
			logger.debug("Nobody waits for the answer any more", ex);
		}
	}

	/**
	 * Writes to a response.
	 */
	@FunctionalInterface
	interface Answer {

		void write() throws IOException;

	}

	/**
	 * A request whose session knows it on any thread.
	 */
	private final class Request extends HttpServletRequestWrapper {

		Request(HttpServletRequest request) {
			super(request);
		}

		@Override
		public HttpSession getSession() {
			return bound(super::getSession);
		}

		@Override
		public HttpSession getSession(boolean create) {
			return bound(() -> super.getSession(create));
		}

		@Override
		public String changeSessionId() {
			return bound(super::changeSessionId);
		}

		private <T> T bound(Supplier<T> action) {
			SessionUse previous = Handling.this.use.bind();
			try {
				return action.get();
			}
			finally {
				SessionUse.unbind(previous);
			}
		}

		@Override
		public AsyncContext getAsyncContext() {
			return new CompletingContext(super.getAsyncContext(), Handling.this::complete);
		}

		@Override
		public AsyncContext startAsync() {
			return goOn(super.startAsync());
		}

		@Override
		public AsyncContext startAsync(ServletRequest servletRequest, ServletResponse servletResponse) {
			return goOn(super.startAsync(servletRequest, servletResponse));
		}

	}

}
