package io.github.valkeyflavors.session.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;

/**
 * A session that knows its request, and whether there is more to save than the time of
 * its last use. One that could not be read is not available to whoever uses it, but there
 * is no harm in having it: templates and frameworks ask every request for its session.
 *
 * @param <S> the session of the repository
 */
final class GuardedSession<S extends Session> implements Session {

	/**
	 * The page that waited for a login. Spring Security looks for it at each request, and
	 * can only use it once the login is saved.
	 */
	private static final String SAVED_REQUEST = "SPRING_SECURITY_SAVED_REQUEST";

	private final @Nullable S session;

	private volatile String savedAs;

	private final SessionUse use;

	private final SessionServer server;

	private volatile boolean changed;

	private volatile boolean touched;

	private final boolean created;

	private volatile boolean saved;

	private volatile Runnable beforeChangeOfId = () -> {
	};

	private GuardedSession(@Nullable S session, String id, SessionUse use, SessionServer server, boolean created) {
		this.session = session;
		this.savedAs = id;
		this.use = use;
		this.server = server;
		this.created = created;
		this.changed = created
				|| (session != null && server.saveMode() == SaveMode.ALWAYS && !session.getAttributeNames().isEmpty());
	}

	static <S extends Session> GuardedSession<S> created(S session, SessionUse use, SessionServer server) {
		return new GuardedSession<>(session, session.getId(), use, server, true);
	}

	static <S extends Session> GuardedSession<S> found(S session, SessionUse use, SessionServer server) {
		return new GuardedSession<>(session, session.getId(), use, server, false);
	}

	/**
	 * Creates a session that could not be read.
	 */
	static <S extends Session> GuardedSession<S> unavailable(String id, SessionUse use, SessionServer server) {
		return new GuardedSession<>(null, id, use, server, false);
	}

	/**
	 * Returns the session of the repository.
	 * @throws SessionsUnavailableException if it could not be read
	 */
	S session() {
		S available = this.session;
		if (available == null) {
			throw this.use.missed("read");
		}
		return available;
	}

	/**
	 * Whether nobody can need the session any more, and it is not there.
	 */
	private boolean isMissedByNobody() {
		return this.session == null && this.use.isFinishing();
	}

	/**
	 * Whether an attribute is asked for whose absence has no effect on the request.
	 */
	private boolean isMissedByNobody(String attributeName) {
		return isMissedByNobody() || (this.session == null && attributeName.equals(SAVED_REQUEST));
	}

	SessionUse use() {
		return this.use;
	}

	void beforeChangeOfId(Runnable action) {
		this.beforeChangeOfId = action;
	}

	/**
	 * Whether the repository has never had this session.
	 */
	boolean isNew() {
		return this.created && !this.saved;
	}

	/**
	 * Whether something would be lost if the session were not saved.
	 */
	boolean isChanged() {
		return this.changed;
	}

	/**
	 * Whether there is anything to save.
	 */
	boolean isDirty() {
		return this.changed || this.touched;
	}

	/**
	 * The id by which the repository has this session, or will have it.
	 */
	String savedAs() {
		return this.savedAs;
	}

	void saved() {
		this.saved = true;
		this.savedAs = getId();
		this.changed = false;
		this.touched = false;
	}

	/**
	 * The filter compares it with the cookie whenever a response leaves.
	 */
	@Override
	public String getId() {
		return (this.session != null) ? this.session.getId() : this.savedAs;
	}

	@Override
	public String changeSessionId() {
		S available = session();
		this.beforeChangeOfId.run();
		this.changed = true;
		return available.changeSessionId();
	}

	@Override
	@SuppressWarnings({ "NullAway", "TypeParameterUnusedInFormals" }) // as Spring Session
	public <T> T getAttribute(String attributeName) {
		T value = isMissedByNobody(attributeName) ? null : session().getAttribute(attributeName);
		if (value != null && this.server.saveMode() == SaveMode.ON_GET_ATTRIBUTE) {
			this.changed = true;
		}
		return value;
	}

	@Override
	public Set<String> getAttributeNames() {
		return isMissedByNobody() ? Set.of() : session().getAttributeNames();
	}

	@Override
	public void setAttribute(String attributeName, @Nullable Object attributeValue) {
		change((session) -> session.setAttribute(attributeName, attributeValue));
	}

	@Override
	public void removeAttribute(String attributeName) {
		change((session) -> session.removeAttribute(attributeName));
	}

	@Override
	public Instant getCreationTime() {
		return session().getCreationTime();
	}

	/**
	 * May write at once, depending on the flush mode. Nothing is lost without it.
	 */
	@Override
	public void setLastAccessedTime(Instant lastAccessedTime) {
		S available = this.session;
		if (available == null) {
			return;
		}
		this.touched = true;
		try {
			available.setLastAccessedTime(lastAccessedTime);
		}
		catch (RuntimeException ex) {
			if (!SessionServer.isFailure(ex)) {
				throw ex;
			}
			this.server.count("save", ex);
		}
	}

	@Override
	public Instant getLastAccessedTime() {
		return session().getLastAccessedTime();
	}

	@Override
	public void setMaxInactiveInterval(Duration interval) {
		change((session) -> session.setMaxInactiveInterval(interval));
	}

	@Override
	public Duration getMaxInactiveInterval() {
		return session().getMaxInactiveInterval();
	}

	@Override
	public boolean isExpired() {
		return this.session != null && this.session.isExpired();
	}

	private void change(Consumer<S> action) {
		S available = session();
		this.changed = true;
		this.server.tell(this.use, "save", () -> action.accept(available));
	}

}
