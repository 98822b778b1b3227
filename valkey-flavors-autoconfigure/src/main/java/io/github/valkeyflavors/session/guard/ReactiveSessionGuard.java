package io.github.valkeyflavors.session.guard;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveRedisOperations;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;
import org.springframework.session.data.redis.ReactiveRedisIndexedSessionRepository;
import org.springframework.session.data.redis.ReactiveRedisSessionRepository;
import org.springframework.session.web.server.session.SpringSessionWebSessionStore;
import org.springframework.web.server.session.WebSessionStore;
import reactor.core.publisher.Mono;

import io.github.valkeyflavors.outage.GuardedConnections;

/**
 * Puts itself between Spring Session's store of web sessions and its repository, so that
 * {@link SessionsUnavailableWebFilter} learns of sessions that are not available and a
 * session that cannot be read is replaced by a new one.
 *
 * @since 0.1.0
 */
public final class ReactiveSessionGuard {

	private final SaveMode saveMode;

	/**
	 * Creates the guard.
	 * @param saveMode how the repository finds out what changed
	 */
	public ReactiveSessionGuard(SaveMode saveMode) {
		this.saveMode = saveMode;
	}

	/**
	 * Returns a store on a repository.
	 * @param repository the repository
	 * @return the guarded store, or {@code null} if the repository is not one on a
	 * flavor's server
	 */
	public @Nullable WebSessionStore store(ReactiveSessionRepository<?> repository) {
		if (repository instanceof ReactiveRedisSessionRepository simple) {
			return store(simple, simple.getSessionRedisOperations(), simple::deleteById);
		}
		if (repository instanceof ReactiveRedisIndexedSessionRepository indexed) {
			return store(indexed, indexed.getSessionRedisOperations(), remover(indexed));
		}
		return null;
	}

	private <S extends Session> @Nullable WebSessionStore store(ReactiveSessionRepository<S> repository,
			ReactiveRedisOperations<String, Object> operations, Function<String, Mono<Void>> remover) {
		if (operations instanceof ReactiveRedisTemplate<?, ?> template
				&& template.getConnectionFactory() instanceof GuardedConnections connections) {
			SessionServer server = new SessionServer(connections.breaker(), this.saveMode);
			return new SpringSessionWebSessionStore<>(
					new GuardedReactiveSessionRepository<>(repository, remover, server));
		}
		return null;
	}

	// The repository would read the session first
	private static Function<String, Mono<Void>> remover(ReactiveRedisIndexedSessionRepository repository) {
		SessionKeys keys = new SessionKeys(repository.getSessionCreatedChannelPrefix());
		ReactiveRedisOperations<String, Object> operations = repository.getSessionRedisOperations();
		return (id) -> operations.delete(keys.session(id), keys.expiry(id))
			.thenMany(operations.opsForSet().members(keys.indexes(id)))
			.concatMap((index) -> operations.opsForSet().remove(String.valueOf(index), id))
			.then(operations.delete(keys.indexes(id)))
			.then(operations.opsForZSet().remove(keys.expirations(), id))
			.then();
	}

}
