package io.github.valkeyflavors.session;

import java.util.Set;

import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

import io.github.valkeyflavors.session.guard.SessionsUnavailableException;

/**
 * Ends sessions of a user at once: the next request with the session's cookie has no
 * session. Needs a repository that is indexed by user
 * ({@code spring.session.data.redis.repository-type=indexed}).
 * <p>
 * Thread-safe. A session that the user starts while this runs is not ended.
 *
 * @since 0.1.0
 */
public final class SessionRevoker {

	private final FindByIndexNameSessionRepository<? extends Session> repository;

	/**
	 * Creates the revoker.
	 * @param repository the indexed repository of sessions
	 */
	public SessionRevoker(FindByIndexNameSessionRepository<? extends Session> repository) {
		this.repository = repository;
	}

	/**
	 * Ends one session of a user.
	 * @param principalName the name of the user
	 * @param sessionId the id of the session
	 * @return whether the user had that session; a session of somebody else is left alone
	 * @throws SessionsUnavailableException if the server fails: the request that this
	 * happens in is answered with 503
	 */
	public boolean revoke(String principalName, String sessionId) {
		boolean owned = idsOf(principalName).contains(sessionId);
		if (owned) {
			delete(sessionId);
		}
		return owned;
	}

	/**
	 * Ends all sessions of a user.
	 * @param principalName the name of the user
	 * @return how many sessions were ended
	 * @throws SessionsUnavailableException if the server fails; some sessions may have
	 * been ended
	 */
	public int revokeAll(String principalName) {
		Set<String> ids = idsOf(principalName);
		ids.forEach(this::delete);
		return ids.size();
	}

	private Set<String> idsOf(String principalName) {
		try {
			return Set.copyOf(this.repository.findByPrincipalName(principalName).keySet());
		}
		catch (RuntimeException ex) {
			throw SessionsUnavailableException.translate("read", ex);
		}
	}

	private void delete(String sessionId) {
		try {
			this.repository.deleteById(sessionId);
		}
		catch (RuntimeException ex) {
			throw SessionsUnavailableException.translate("delete", ex);
		}
	}

}
