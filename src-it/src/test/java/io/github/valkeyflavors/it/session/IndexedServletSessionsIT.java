package io.github.valkeyflavors.it.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.events.SessionCreatedEvent;
import org.springframework.session.events.SessionDeletedEvent;
import org.springframework.session.events.SessionExpiredEvent;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.session.SessionRevoker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Sessions of a servlet application in the indexed repository, as JSON.
 */
@ValkeyServers
class IndexedServletSessionsIT {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static RunningApplication application;

	private Servers servers;

	@BeforeAll
	static void start(Servers servers) {
		application = RunningApplication.servlet(ServletSessionsIT.variables(servers),
				"spring.session.data.redis.repository-type=indexed", "valkey.session.serialization=json",
				"spring.session.data.redis.cleanup-cron=* * * * * *");
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

	@Test
	void endedSessionIsAnEvent() {
		Browser browser = application.browser();
		String id = browser.logIn("alice");

		browser.post("/logout");

		application.events().await(SessionDeletedEvent.class, id);
	}

	@Test
	void endedSessionDoesNotComeBack() {
		Browser browser = application.browser();
		String id = browser.logIn("alice");

		browser.post("/logout");

		assertThat(sessions().keys(0)).noneMatch((key) -> key.endsWith(":expires:" + id));
	}

	@Test
	void expiredSessionIsAnEvent() {
		Session session = repository().createSession();
		session.setMaxInactiveInterval(Duration.ofSeconds(1));
		repository().save(session);

		application.events().await(SessionExpiredEvent.class, session.getId());
	}

	@Test
	void cleanupRunsAsScheduled() {
		await().atMost(PATIENCE).until(() -> {
			long minute = Instant.now().getEpochSecond() / 60 * 60_000;
			String key = "spring:session:expirations:" + minute;
			boolean cleaned = sessions().commands().exists(key) == 0;
			sessions().commands().sadd(key, "\"expires:nobody\"");
			return cleaned && sessions().commands().exists(key) == 1;
		});
	}

	@Test
	void attributesAreReadableOnServer() {
		String id = application.browser().logIn("alice");

		assertThat(sessions().commands().hgetall("spring:session:sessions:" + id)).contains(
				Map.entry("sessionAttr:cart",
						"{\"@class\":\"io.github.valkeyflavors.it.session.Cart\",\"id\":7,"
								+ "\"created\":\"2026-01-02T03:04:05.678901Z\",\"lines\":[\"java.util.ArrayList\","
								+ "[{\"product\":\"shoe\",\"quantity\":2}]]}"),
				Map.entry("maxInactiveInterval", "1800"));
	}

	@Test
	void attributesComeBackAsTheyWere() {
		Session session = repository().createSession();
		session.setAttribute("cart", Cart.sample());
		session.setAttribute("count", 1L);
		session.setAttribute("size", 2);
		session.setAttribute("since", Instant.EPOCH);
		repository().save(session);

		Session loaded = repository().findById(session.getId());

		assertThat(loaded.<Object>getAttribute("cart")).isEqualTo(Cart.sample());
		assertThat(loaded.<Object>getAttribute("count")).isEqualTo(1L);
		assertThat(loaded.<Object>getAttribute("size")).isEqualTo(2);
		assertThat(loaded.<Object>getAttribute("since")).isEqualTo(Instant.EPOCH);
		assertThat(loaded.getCreationTime().toEpochMilli()).isEqualTo(session.getCreationTime().toEpochMilli());
		assertThat(loaded.getMaxInactiveInterval()).isEqualTo(session.getMaxInactiveInterval());
	}

	@Test
	void flashAttributesSurviveRedirect() {
		Browser browser = application.browser();
		browser.logIn("alice");

		browser.post("/order");

		assertThat(browser.get("/ordered").body()).isEqualTo("thanks");
	}

	@Test
	void revokedSessionIsGoneForNextRequest() {
		Browser browser = application.browser();
		String id = browser.logIn("bob");

		assertThat(revoker().revoke("bob", id)).isTrue();

		assertThat(browser.get("/me").status()).isEqualTo(401);
	}

	@Test
	void revokedSessionIsAnEvent() {
		String id = application.browser().logIn("bob");

		revoker().revoke("bob", id);

		application.events().await(SessionDeletedEvent.class, id);
	}

	@Test
	void otherSessionsOfUserSurviveRevokingOne() {
		Browser browser = application.browser();
		browser.logIn("carol");
		String other = application.browser().logIn("carol");

		revoker().revoke("carol", other);

		assertThat(browser.get("/me").body()).isEqualTo("carol");
	}

	@Test
	void sessionOfSomebodyElseIsLeftAlone() {
		Browser browser = application.browser();
		String id = browser.logIn("dave");

		assertThat(revoker().revoke("mallory", id)).isFalse();

		assertThat(browser.get("/me").body()).isEqualTo("dave");
	}

	@Test
	void unknownSessionIsNotRevoked() {
		application.browser().logIn("dave");

		assertThat(revoker().revoke("dave", "unknown")).isFalse();
	}

	@Test
	void allSessionsOfUserAreRevoked() {
		Browser first = application.browser();
		first.logIn("erin");
		Browser second = application.browser();
		second.logIn("erin");
		Browser somebodyElse = application.browser();
		somebodyElse.logIn("frank");

		assertThat(revoker().revokeAll("erin")).isEqualTo(2);

		assertThat(first.get("/me").status()).isEqualTo(401);
		assertThat(second.get("/me").status()).isEqualTo(401);
		assertThat(somebodyElse.get("/me").body()).isEqualTo("frank");
	}

	@Test
	void nothingIsRevokedTwice() {
		application.browser().logIn("grace");
		revoker().revokeAll("grace");

		assertThat(revoker().revokeAll("grace")).isZero();
	}

	private SessionRevoker revoker() {
		return application.bean(SessionRevoker.class);
	}

	@SuppressWarnings("unchecked")
	private SessionRepository<Session> repository() {
		return application.bean(SessionRepository.class);
	}

	private Server sessions() {
		return this.servers.server("sessions");
	}

}
