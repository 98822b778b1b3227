package io.github.valkeyflavors.session.guard;

import java.util.function.Function;
import java.util.function.Supplier;

import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.Session;
import reactor.core.publisher.Mono;

/**
 * What Spring Session's store of web sessions uses in place of the repository.
 *
 * @param <S> the session of the repository
 */
final class GuardedReactiveSessionRepository<S extends Session>
		implements ReactiveSessionRepository<GuardedSession<S>> {

	private final ReactiveSessionRepository<S> repository;

	private final Function<String, Mono<Void>> remover;

	private final SessionServer server;

	private final AbandonedSessions abandoned;

	/**
	 * Creates the guard of a repository.
	 * @param remover removes a session that the repository cannot read, by id
	 */
	GuardedReactiveSessionRepository(ReactiveSessionRepository<S> repository, Function<String, Mono<Void>> remover,
			SessionServer server) {
		this.repository = repository;
		this.remover = remover;
		this.server = server;
		this.abandoned = new AbandonedSessions(server.breaker(), this::removeAbandoned);
	}

	private void removeAbandoned(String id) {
		this.remover.apply(id).subscribe((unused) -> {
		}, (ex) -> this.abandoned.add(id));
	}

	@Override
	public Mono<GuardedSession<S>> createSession() {
		return Mono.deferContextual((context) -> {
			SessionUse use = SessionUse.of(context);
			return this.repository.createSession().map((session) -> GuardedSession.created(session, use, this.server));
		});
	}

	@Override
	public Mono<GuardedSession<S>> findById(String id) {
		return Mono.deferContextual((context) -> {
			SessionUse use = SessionUse.of(context);
			if (use.hasFailed()) {
				return Mono.just(GuardedSession.<S>unavailable(id, use, this.server));
			}
			return Mono.defer(() -> readable(id))
				.map((session) -> GuardedSession.found(session, use, this.server))
				.onErrorResume(SessionServer::isFailure, (ex) -> {
					this.server.notRead(use, ex);
					return Mono.just(GuardedSession.<S>unavailable(id, use, this.server));
				});
		});
	}

	private Mono<S> readable(String id) {
		return this.repository.findById(id).onErrorResume(UnreadableSessions::isUnreadable, (ex) -> {
			this.server.unreadable().add(ex);
			return this.remover.apply(id).then(Mono.empty());
		});
	}

	@Override
	public Mono<Void> save(GuardedSession<S> session) {
		return Mono.defer(() -> {
			if (session.isChanged()) {
				return saveChanges(session);
			}
			return session.isDirty() ? touch(session) : Mono.empty();
		});
	}

	private Mono<Void> saveChanges(GuardedSession<S> session) {
		boolean created = session.isNew();
		return ask(session.use(), "save",
				() -> writeUnderOldId(session).then(Mono.defer(() -> this.repository.save(session.session()))))
			.doOnError(SessionsUnavailableException.class, (ex) -> {
				if (created && AbandonedSessions.mayHaveArrived(ex.getCause())) {
					this.abandoned.add(session.getId());
				}
			})
			.doOnSuccess((unused) -> {
				session.saved();
				if (created) {
					this.abandoned.removeSome();
				}
			});
	}

	/**
	 * A server that is full renames the session and then refuses what changed. What is
	 * written first is the time of use, to a copy that does not know its new id.
	 */
	private Mono<Void> writeUnderOldId(GuardedSession<S> session) {
		if (session.isNew() || session.getId().equals(session.savedAs())) {
			return Mono.empty();
		}
		return this.repository.findById(session.savedAs()).flatMap((copy) -> {
			copy.setLastAccessedTime(session.getLastAccessedTime());
			return this.repository.save(copy);
		});
	}

	// The request has had what it needed
	private Mono<Void> touch(GuardedSession<S> session) {
		if (session.use().hasFailed()) {
			return Mono.empty();
		}
		return Mono.defer(() -> this.repository.save(session.session()))
			// Somebody else has ended the session meanwhile
			.onErrorComplete(IllegalStateException.class)
			.onErrorResume(SessionServer::isFailure, (ex) -> {
				this.server.count("save", ex);
				return Mono.empty();
			})
			.doOnSuccess((unused) -> session.saved());
	}

	@Override
	public Mono<Void> deleteById(String id) {
		return Mono
			.deferContextual((context) -> ask(SessionUse.of(context), "delete", () -> this.repository.deleteById(id)));
	}

	private <T> Mono<T> ask(SessionUse use, String operation, Supplier<Mono<T>> action) {
		return Mono.defer(() -> {
			use.check(operation);
			return action.get();
		}).onErrorMap(SessionServer::isFailure, (ex) -> this.server.failed(use, operation, ex));
	}

}
