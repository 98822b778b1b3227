package io.github.valkeyflavors.session.guard;

import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/**
 * What Spring Session's filter uses in place of the repository.
 *
 * @param <S> the session of the repository
 */
final class GuardedSessionRepository<S extends Session> implements SessionRepository<GuardedSession<S>> {

	private final SessionRepository<S> repository;

	private final Consumer<String> remover;

	private final SessionServer server;

	private final AbandonedSessions abandoned;

	/**
	 * Creates the guard of a repository.
	 * @param remover removes a session that the repository cannot read, by id
	 */
	GuardedSessionRepository(SessionRepository<S> repository, Consumer<String> remover, SessionServer server) {
		this.repository = repository;
		this.remover = remover;
		this.server = server;
		this.abandoned = new AbandonedSessions(server.breaker(), this::removeAbandoned);
	}

	private void removeAbandoned(String id) {
		try {
			this.remover.accept(id);
		}
		catch (RuntimeException ex) {
			if (!SessionServer.isFailure(ex)) {
				throw ex;
			}
			this.abandoned.add(id);
		}
	}

	@Override
	public GuardedSession<S> createSession() {
		SessionUse use = SessionUse.current();
		S session = this.server.ask(use, "save", this.repository::createSession);
		return guard(GuardedSession.created(session, use, this.server));
	}

	@Override
	@SuppressWarnings("NullAway") // as Spring Session
	public GuardedSession<S> findById(String id) {
		SessionUse use = SessionUse.current();
		if (use.isFinishing()) {
			// The filter wants to know which cookie the request had, the dispatcher the
			// id
			return cast(use.found(id));
		}
		GuardedSession<S> session = find(id, use);
		use.found(id, session);
		return session;
	}

	private @Nullable GuardedSession<S> find(String id, SessionUse use) {
		Optional<S> read = use.tolerate(() -> this.server.ask(use, "read", () -> readable(id)));
		if (read == null) {
			return GuardedSession.unavailable(id, use, this.server);
		}
		return read.map((session) -> guard(GuardedSession.found(session, use, this.server))).orElse(null);
	}

	private Optional<S> readable(String id) {
		try {
			return Optional.ofNullable(this.repository.findById(id));
		}
		catch (RuntimeException | LinkageError ex) {
			if (!UnreadableSessions.isUnreadable(ex)) {
				throw ex;
			}
			this.server.unreadable().add(ex);
			this.remover.accept(id);
			return Optional.empty();
		}
	}

	private GuardedSession<S> guard(GuardedSession<S> session) {
		session.beforeChangeOfId(() -> {
			// A server that is full renames the session and then refuses what changed
			if (!session.isNew()) {
				saveChanges(session);
			}
		});
		return session;
	}

	@Override
	public void save(GuardedSession<S> session) {
		if (session.isChanged()) {
			saveChanges(session);
		}
		else if (session.isDirty()) {
			touch(session);
		}
	}

	private void saveChanges(GuardedSession<S> session) {
		boolean created = session.isNew();
		try {
			this.server.tell(session.use(), "save", () -> this.repository.save(session.session()));
		}
		catch (SessionsUnavailableException ex) {
			if (created && AbandonedSessions.mayHaveArrived(ex.getCause())) {
				this.abandoned.add(session.getId());
			}
			throw ex;
		}
		session.saved();
		if (created) {
			this.abandoned.removeSome();
		}
	}

	// The request has had what it needed
	private void touch(GuardedSession<S> session) {
		if (session.use().hasFailed()) {
			return;
		}
		try {
			this.repository.save(session.session());
			session.saved();
		}
		catch (IllegalStateException ex) {
			// Somebody else has ended the session meanwhile
			session.saved();
		}
		catch (RuntimeException ex) {
			if (!SessionServer.isFailure(ex)) {
				throw ex;
			}
			this.server.count("save", ex);
			session.saved();
		}
	}

	@Override
	public void deleteById(String id) {
		SessionUse use = SessionUse.current();
		use.found(id, null);
		this.server.tell(use, "delete", () -> this.repository.deleteById(id));
	}

	@SuppressWarnings({ "unchecked", "NullAway" })
	private GuardedSession<S> cast(@Nullable Session session) {
		return (GuardedSession<S>) session;
	}

}
