package io.github.valkeyflavors.session;

import org.springframework.session.ReactiveFindByIndexNameSessionRepository;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.Session;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.valkeyflavors.session.guard.SessionsUnavailableException;

/**
 * Ends sessions of a user at once, without blocking: the next request with the session's
 * cookie has no session. Needs a repository that is indexed by user
 * ({@code spring.session.data.redis.repository-type=indexed}).
 * <p>
 * Thread-safe. Nothing happens before the returned publisher is subscribed to. A session
 * that the user starts meanwhile is not ended.
 *
 * @param <R> the type of the repository, which both finds and deletes
 * @since 0.1.0
 */
public final class ReactiveSessionRevoker<R extends ReactiveSessionRepository<? extends Session> & ReactiveFindByIndexNameSessionRepository<? extends Session>> {

	private final R repository;

	/**
	 * Creates the revoker.
	 * @param repository the indexed repository of sessions
	 */
	public ReactiveSessionRevoker(R repository) {
		this.repository = repository;
	}

	/**
	 * Ends one session of a user.
	 * @param principalName the name of the user
	 * @param sessionId the id of the session
	 * @return whether the user had that session; a session of somebody else is left
	 * alone. A {@link SessionsUnavailableException} if the server fails
	 */
	public Mono<Boolean> revoke(String principalName, String sessionId) {
		return this.repository.findByPrincipalName(principalName)
			.flatMap((sessions) -> sessions.containsKey(sessionId)
					? this.repository.deleteById(sessionId).thenReturn(true) : Mono.just(false))
			.defaultIfEmpty(false)
			.onErrorMap(ReactiveSessionRevoker::translate);
	}

	/**
	 * Ends all sessions of a user.
	 * @param principalName the name of the user
	 * @return how many sessions were ended, or a {@link SessionsUnavailableException} if
	 * the server fails
	 */
	public Mono<Integer> revokeAll(String principalName) {
		return this.repository.findByPrincipalName(principalName)
			.flatMapMany((sessions) -> Flux.fromIterable(sessions.keySet()))
			.flatMap((id) -> this.repository.deleteById(id).thenReturn(id))
			.count()
			.map(Long::intValue)
			.onErrorMap(ReactiveSessionRevoker::translate);
	}

	private static Throwable translate(Throwable failure) {
		return (failure instanceof RuntimeException ex) ? SessionsUnavailableException.translate("delete", ex)
				: failure;
	}

}
