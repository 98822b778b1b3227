package io.github.valkeyflavors.session.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;

/**
 * A session that knows its request, and whether there is more to save than the time of
 * its last use.
 *
 * @param <S> the session of the repository
 */
final class GuardedSession<S extends Session> implements Session {

	private final S session;

	private final SessionUse use;

	private final SessionServer server;

	private volatile boolean changed;

	private volatile boolean touched;

	private final boolean created;

	private volatile boolean saved;

	private volatile Runnable beforeChangeOfId = () -> {
	};

	private GuardedSession(S session, SessionUse use, SessionServer server, boolean created) {
		this.session = session;
		this.use = use;
		this.server = server;
		this.created = created;
		this.changed = created || (server.saveMode() == SaveMode.ALWAYS && !session.getAttributeNames().isEmpty());
	}

	static <S extends Session> GuardedSession<S> created(S session, SessionUse use, SessionServer server) {
		return new GuardedSession<>(session, use, server, true);
	}

	static <S extends Session> GuardedSession<S> found(S session, SessionUse use, SessionServer server) {
		return new GuardedSession<>(session, use, server, false);
	}

	S session() {
		return this.session;
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

	void saved() {
		this.saved = true;
		this.changed = false;
		this.touched = false;
	}

	@Override
	public String getId() {
		return this.session.getId();
	}

	@Override
	public String changeSessionId() {
		this.beforeChangeOfId.run();
		this.changed = true;
		return this.session.changeSessionId();
	}

	@Override
	@SuppressWarnings({ "NullAway", "TypeParameterUnusedInFormals" }) // as Spring Session
	public <T> T getAttribute(String attributeName) {
		T value = this.session.getAttribute(attributeName);
		if (value != null && this.server.saveMode() == SaveMode.ON_GET_ATTRIBUTE) {
			this.changed = true;
		}
		return value;
	}

	@Override
	public Set<String> getAttributeNames() {
		return this.session.getAttributeNames();
	}

	@Override
	public void setAttribute(String attributeName, @Nullable Object attributeValue) {
		change(() -> this.session.setAttribute(attributeName, attributeValue));
	}

	@Override
	public void removeAttribute(String attributeName) {
		change(() -> this.session.removeAttribute(attributeName));
	}

	@Override
	public Instant getCreationTime() {
		return this.session.getCreationTime();
	}

	/**
	 * May write at once, depending on the flush mode. Nothing is lost without it.
	 */
	@Override
	public void setLastAccessedTime(Instant lastAccessedTime) {
		this.touched = true;
		try {
			this.session.setLastAccessedTime(lastAccessedTime);
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
		return this.session.getLastAccessedTime();
	}

	@Override
	public void setMaxInactiveInterval(Duration interval) {
		change(() -> this.session.setMaxInactiveInterval(interval));
	}

	@Override
	public Duration getMaxInactiveInterval() {
		return this.session.getMaxInactiveInterval();
	}

	@Override
	public boolean isExpired() {
		return this.session.isExpired();
	}

	private void change(Runnable action) {
		this.changed = true;
		this.server.tell(this.use, "save", action);
	}

}
