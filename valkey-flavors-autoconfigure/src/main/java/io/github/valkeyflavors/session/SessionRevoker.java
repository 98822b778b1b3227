package io.github.valkeyflavors.session;

import java.util.Set;

import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

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
	 */
	public boolean revoke(String principalName, String sessionId) {
		boolean owned = this.repository.findByPrincipalName(principalName).containsKey(sessionId);
		if (owned) {
			this.repository.deleteById(sessionId);
		}
		return owned;
	}

	/**
	 * Ends all sessions of a user.
	 * @param principalName the name of the user
	 * @return how many sessions were ended
	 */
	public int revokeAll(String principalName) {
		Set<String> ids = Set.copyOf(this.repository.findByPrincipalName(principalName).keySet());
		ids.forEach(this.repository::deleteById);
		return ids.size();
	}

}
