package io.github.valkeyflavors.session.guard;

import java.util.Objects;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;
import reactor.util.context.ContextView;

/**
 * What a request has seen of the sessions server. After a failure the server is not asked
 * again for the same request: it would wait a second time.
 */
final class SessionUse {

	private static final String ATTRIBUTE = SessionUse.class.getName();

	private static final ThreadLocal<@Nullable SessionUse> CURRENT = new ThreadLocal<>();

	private volatile @Nullable SessionsUnavailableException failure;

	private volatile boolean fatal;

	private volatile boolean tolerant;

	private volatile boolean answered;

	private volatile @Nullable Thread finisher;

	private int dispatches;

	private volatile @Nullable Session found;

	private volatile @Nullable String foundBy;

	/**
	 * Returns what is known about a request in any of its dispatches.
	 */
	static SessionUse of(HttpServletRequest request) {
		if (request.getAttribute(ATTRIBUTE) instanceof SessionUse use) {
			return use;
		}
		SessionUse use = new SessionUse();
		request.setAttribute(ATTRIBUTE, use);
		return use;
	}

	/**
	 * Returns what is known about the request of a reactive chain.
	 */
	static SessionUse of(ContextView context) {
		return context.<SessionUse>getOrEmpty(SessionUse.class).orElseGet(SessionUse::new);
	}

	/**
	 * Returns what is known about the request of this thread.
	 */
	static SessionUse current() {
		SessionUse use = CURRENT.get();
		return (use != null) ? use : new SessionUse();
	}

	/**
	 * Makes this the current one.
	 * @return the one before, for {@link #unbind}
	 */
	@Nullable SessionUse bind() {
		SessionUse previous = CURRENT.get();
		CURRENT.set(this);
		return previous;
	}

	static void unbind(@Nullable SessionUse previous) {
		if (previous != null) {
			CURRENT.set(previous);
		}
		else {
			CURRENT.remove();
		}
	}

	/**
	 * Fails if the server has failed this request already.
	 */
	void check(String operation) {
		SessionsUnavailableException known = this.failure;
		if (known != null && !this.answered) {
			throw failed(operation, known);
		}
	}

	/**
	 * The server has failed the request before, and this is what it cannot do without.
	 */
	SessionsUnavailableException missed(String operation) {
		return failed(operation, Objects.requireNonNull(this.failure));
	}

	/**
	 * The server has failed. It is not decided yet whether the request can do without.
	 */
	SessionsUnavailableException note(String operation, Throwable cause) {
		SessionsUnavailableException ex = new SessionsUnavailableException(operation, cause);
		if (this.failure == null) {
			this.failure = ex;
		}
		return ex;
	}

	SessionsUnavailableException failed(String operation, Throwable cause) {
		SessionsUnavailableException ex = note(operation, cause);
		if (!this.tolerant) {
			this.fatal = true;
		}
		return ex;
	}

	boolean hasFailed() {
		return this.failure != null && !this.answered;
	}

	/**
	 * The status of the answer is decided. What follows may take as long as a web socket,
	 * so the server is asked again.
	 */
	void answered() {
		this.answered = true;
	}

	/**
	 * Whether the request must be answered with 503.
	 */
	boolean isFatal() {
		return this.fatal;
	}

	void miss() {
		this.fatal = true;
	}

	/**
	 * The request is answered with an error page from here on, which may do without.
	 */
	void beginErrorPage() {
		this.fatal = false;
	}

	/**
	 * Does something that the request can do without.
	 * @return its result, or {@code null} if the server is not available for it
	 */
	<T> @Nullable T tolerate(Supplier<@Nullable T> action) {
		boolean before = this.tolerant;
		this.tolerant = true;
		try {
			return action.get();
		}
		catch (SessionsUnavailableException ex) {
			return null;
		}
		finally {
			this.tolerant = before;
		}
	}

	/**
	 * The dispatcher begins to handle the request, or a part of it.
	 */
	synchronized void beginHandling() {
		this.dispatches++;
	}

	/**
	 * The dispatcher has handled what it began. It publishes an event with the id of the
	 * session after this.
	 */
	synchronized void endHandling() {
		this.dispatches--;
		if (this.dispatches == 0) {
			finish();
		}
	}

	/**
	 * This thread has handled the request and only finishes it. Others may still handle
	 * it.
	 */
	void finish() {
		this.finisher = Thread.currentThread();
	}

	/**
	 * The request may come back in another dispatch.
	 */
	synchronized void end() {
		this.finisher = null;
		this.dispatches = 0;
	}

	@SuppressWarnings("ReferenceEquality") // a thread is equal to itself only
	boolean isFinishing() {
		return this.finisher == Thread.currentThread();
	}

	void found(String id, @Nullable Session session) {
		this.foundBy = id;
		this.found = session;
	}

	/**
	 * The session that was found last, if it was by this id.
	 */
	@Nullable Session found(String id) {
		return id.equals(this.foundBy) ? this.found : null;
	}

}
