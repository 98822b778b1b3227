package io.github.valkeyflavors.session.guard;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

import io.github.valkeyflavors.outage.GuardedConnections;

/**
 * Puts itself between Spring Session's servlet filter and its repository, so that a
 * request whose session is not available is answered with 503 and a session that cannot
 * be read is replaced by a new one.
 *
 * @since 0.1.0
 */
public final class ServletSessionGuard {

	private final Duration retryAfter;

	private final SaveMode saveMode;

	/**
	 * Creates the guard.
	 * @param retryAfter when clients should try again
	 * @param saveMode how the repository finds out what changed
	 */
	public ServletSessionGuard(Duration retryAfter, SaveMode saveMode) {
		this.retryAfter = retryAfter;
		this.saveMode = saveMode;
	}

	/**
	 * Returns a filter on a repository.
	 * @param repository the repository
	 * @param filters makes a filter on a given repository, as the application configured
	 * it
	 * @return the guarded filter, or {@code null} if the repository is not one on a
	 * flavor's server
	 */
	public @Nullable SessionRepositoryFilter<?> filter(SessionRepository<?> repository,
			Function<SessionRepository<?>, SessionRepositoryFilter<?>> filters) {
		if (repository instanceof RedisSessionRepository simple) {
			return filter(simple, simple.getSessionRedisOperations(), simple::deleteById, filters);
		}
		if (repository instanceof RedisIndexedSessionRepository indexed) {
			return filter(indexed, indexed.getSessionRedisOperations(), remover(indexed), filters);
		}
		return null;
	}

	private <S extends Session> @Nullable SessionRepositoryFilter<?> filter(SessionRepository<S> repository,
			RedisOperations<String, Object> operations, Consumer<String> remover,
			Function<SessionRepository<?>, SessionRepositoryFilter<?>> filters) {
		if (operations instanceof RedisTemplate<?, ?> template
				&& template.getConnectionFactory() instanceof GuardedConnections connections) {
			SessionServer server = new SessionServer(connections.breaker(), this.saveMode);
			GuardedSessionRepository<S> guarded = new GuardedSessionRepository<>(repository, remover, server);
			return new GuardedSessionRepositoryFilter<>(guarded, filters.apply(guarded),
					new UnavailableAnswer(this.retryAfter));
		}
		return null;
	}

	// The repository would read the session first
	private static Consumer<String> remover(RedisIndexedSessionRepository repository) {
		SessionKeys keys = new SessionKeys(repository.getSessionCreatedChannelPrefix());
		return (id) -> repository.getSessionRedisOperations().delete(List.of(keys.session(id), keys.expiry(id)));
	}

}
