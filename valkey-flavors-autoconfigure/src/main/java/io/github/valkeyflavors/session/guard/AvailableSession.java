package io.github.valkeyflavors.session.guard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * The session of a request that can be answered without one: a page that only greets its
 * visitor by name, for example.
 *
 * @since 0.1.0
 */
public final class AvailableSession {

	private AvailableSession() {
	}

	/**
	 * Returns the session of the request, if there is one and its server is available.
	 * @param request the request
	 * @return the session, or {@code null}; never a new one
	 */
	public static @Nullable HttpSession find(HttpServletRequest request) {
		return SessionUse.of(request).tolerate(() -> {
			HttpSession session = request.getSession(false);
			if (session != null) {
				session.getCreationTime(); // fails if the session could not be read
			}
			return session;
		});
	}

}
