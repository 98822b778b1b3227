package io.github.valkeyflavors.it.session;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.events.SessionDeletedEvent;
import org.springframework.session.events.SessionExpiredEvent;

/**
 * A user who may not run CONFIG, on a server that has keyspace notifications on.
 */
class ConfigForbiddenByAclIT extends AbstractForbiddenConfigContract {

	@Override
	String[] settings() {
		return new String[] { "user app on >pw ~* &* +@all -config", "notify-keyspace-events Egx" };
	}

	@Override
	Map<String, String> credentials() {
		return Map.of("REDIS_SESSIONS_USERNAME", "app", "REDIS_SESSIONS_PASSWORD", "pw");
	}

	@Test
	void endedSessionIsAnEventOfServletApplication() {
		Browser browser = servlet().browser();
		String id = browser.logIn("alice");

		browser.post("/logout");

		servlet().events().await(SessionDeletedEvent.class, id);
	}

	@Test
	@SuppressWarnings("unchecked")
	void expiredSessionIsAnEventOfServletApplication() {
		SessionRepository<Session> repository = servlet().bean(SessionRepository.class);
		Session session = repository.createSession();
		session.setMaxInactiveInterval(Duration.ofSeconds(1));
		repository.save(session);

		servlet().events().await(SessionExpiredEvent.class, session.getId());
	}

	@Test
	@SuppressWarnings("unchecked")
	void expiredSessionIsAnEventOfReactiveApplication() {
		ReactiveSessionRepository<Session> repository = reactive().bean(ReactiveSessionRepository.class);
		Session session = repository.createSession().block();
		session.setMaxInactiveInterval(Duration.ofSeconds(1));
		repository.save(session).block();

		reactive().events().await(SessionExpiredEvent.class, session.getId());
	}

}
