package io.github.valkeyflavors.session.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.security.SpringSessionBackedSessionRegistry;

import io.github.valkeyflavors.outage.GuardedConnections;

/**
 * The sessions as Spring Security counts and ends them, straight in the repository. A
 * request for which that fails is answered with 503. Is as safe for use by threads as the
 * registry inside.
 *
 * @param <S> the session of the repository
 * @since 0.1.0
 */
public final class GuardedSessionRegistry<S extends Session> extends SpringSessionBackedSessionRegistry<S> {

	private final SpringSessionBackedSessionRegistry<?> registry;

	private final SessionServer server;

	private GuardedSessionRegistry(FindByIndexNameSessionRepository<S> repository,
			SpringSessionBackedSessionRegistry<?> registry, SessionServer server) {
		super(repository);
		this.registry = registry;
		this.server = server;
	}

	/**
	 * Returns a registry that throws {@link SessionsUnavailableException} when the server
	 * of the sessions fails.
	 * @param registry the registry
	 * @param repository its repository
	 * @return the guarded registry, or the one that was given if the repository is not on
	 * a flavor's server
	 */
	public static SpringSessionBackedSessionRegistry<?> guard(SpringSessionBackedSessionRegistry<?> registry,
			@Nullable SessionRepository<?> repository) {
		if (repository instanceof RedisIndexedSessionRepository indexed
				&& indexed.getSessionRedisOperations() instanceof RedisTemplate<?, ?> template
				&& template.getConnectionFactory() instanceof GuardedConnections connections) {
			return new GuardedSessionRegistry<>(indexed, registry,
					new SessionServer(connections.breaker(), SaveMode.ALWAYS));
		}
		return registry;
	}

	@Override
	public List<SessionInformation> getAllSessions(Object principal, boolean includeExpiredSessions) {
		return this.server
			.ask(SessionUse.current(), "read", () -> this.registry.getAllSessions(principal, includeExpiredSessions))
			.stream()
			.map((information) -> new Guarded(information, this.server))
			.collect(Collectors.toCollection(ArrayList::new)); // Spring Security sorts it
	}

	@Override
	@SuppressWarnings("NullAway") // as Spring Session
	public SessionInformation getSessionInformation(String sessionId) {
		SessionInformation information = this.server.ask(SessionUse.current(), "read",
				() -> this.registry.getSessionInformation(sessionId));
		return (information != null) ? new Guarded(information, this.server) : null;
	}

	/**
	 * A session that is ended in the repository.
	 */
	private static final class Guarded extends SessionInformation {

		private static final long serialVersionUID = 1L;

		private final SessionInformation information;

		private final transient @Nullable SessionServer server;

		Guarded(SessionInformation information, SessionServer server) {
			super(information.getPrincipal(), information.getSessionId(), information.getLastRequest());
			this.information = information;
			this.server = server;
		}

		@Override
		public boolean isExpired() {
			return this.information.isExpired();
		}

		@Override
		public void expireNow() {
			Objects.requireNonNull(this.server).tell(SessionUse.current(), "save", this.information::expireNow);
		}

	}

}
