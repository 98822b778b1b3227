package io.github.valkeyflavors.it.session;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.events.SessionCreatedEvent;
import org.springframework.session.events.SessionDeletedEvent;
import org.springframework.session.events.SessionExpiredEvent;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.session.ReactiveSessionRevoker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions of a reactive application in the indexed repository, as JSON.
 */
@ValkeyServers
class IndexedReactiveSessionsIT {

	private static RunningApplication application;

	private Servers servers;

	@BeforeAll
	static void start(Servers servers) {
		application = RunningApplication.reactive(ServletSessionsIT.variables(servers),
				"spring.session.data.redis.repository-type=indexed", "valkey.session.serialization=json");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void keysAreOnSessionsServerAlone() {
		application.browser().logIn("alice");

		assertThat(sessions().allKeys()).containsOnlyKeys(0);
		assertThat(sessions().keys(0)).allMatch((key) -> key.startsWith("spring:session:"));
		assertThat(this.servers.server("cache").allKeys()).isEmpty();
		assertThat(this.servers.server("queue").allKeys()).isEmpty();
	}

	@Test
	void createdSessionIsAnEvent() {
		String id = application.browser().logIn("alice");

		application.events().await(SessionCreatedEvent.class, id);
	}

	// Spring Session itself deletes the session before it can tell about it
	@Test
	void sessionDeletedOnServerIsAnEvent() {
		String id = application.browser().logIn("alice");

		sessions().commands().del("spring:session:sessions:expires:" + id);

		application.events().await(SessionDeletedEvent.class, id);
	}

	@Test
	void expiredSessionIsAnEvent() {
		Session session = repository().createSession().block();
		session.setMaxInactiveInterval(Duration.ofSeconds(1));
		repository().save(session).block();

		application.events().await(SessionExpiredEvent.class, session.getId());
	}

	@Test
	void attributesComeBackAsTheyWere() {
		String id = application.browser().logIn("alice");

		Session loaded = repository().findById(id).block();

		assertThat(loaded.<Object>getAttribute("cart")).isEqualTo(Cart.sample());
		assertThat(loaded.getMaxInactiveInterval()).hasMinutes(30);
	}

	@Test
	void revokedSessionIsGoneForNextRequest() {
		Browser browser = application.browser();
		String id = browser.logIn("bob");

		assertThat(revoker().revoke("bob", id).block()).isTrue();

		assertThat(browser.get("/me").status()).isEqualTo(401);
	}

	@Test
	void sessionOfSomebodyElseIsLeftAlone() {
		Browser browser = application.browser();
		String id = browser.logIn("dave");

		assertThat(revoker().revoke("mallory", id).block()).isFalse();

		assertThat(browser.get("/me").body()).isEqualTo("dave");
	}

	@Test
	void unknownSessionIsNotRevoked() {
		application.browser().logIn("dave");

		assertThat(revoker().revoke("dave", "unknown").block()).isFalse();
	}

	@Test
	void allSessionsOfUserAreRevoked() {
		Browser first = application.browser();
		first.logIn("erin");
		Browser second = application.browser();
		second.logIn("erin");
		Browser somebodyElse = application.browser();
		somebodyElse.logIn("frank");

		assertThat(revoker().revokeAll("erin").block()).isEqualTo(2);

		assertThat(first.get("/me").status()).isEqualTo(401);
		assertThat(second.get("/me").status()).isEqualTo(401);
		assertThat(somebodyElse.get("/me").body()).isEqualTo("frank");
	}

	@Test
	void nothingIsRevokedBeforeSubscription() {
		Browser browser = application.browser();
		browser.logIn("grace");

		revoker().revokeAll("grace");

		assertThat(browser.get("/me").body()).isEqualTo("grace");
	}

	private ReactiveSessionRevoker<?> revoker() {
		return application.bean(ReactiveSessionRevoker.class);
	}

	@SuppressWarnings("unchecked")
	private ReactiveSessionRepository<Session> repository() {
		return application.bean(ReactiveSessionRepository.class);
	}

	private Server sessions() {
		return this.servers.server("sessions");
	}

}
