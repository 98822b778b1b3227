package io.github.valkeyflavors.it.session;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.session.SessionRevoker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions of a servlet application in the default repository.
 */
@ValkeyServers
class ServletSessionsIT {

	private static RunningApplication application;

	private Servers servers;

	@BeforeAll
	static void start(Servers servers) {
		application = RunningApplication.servlet(variables(servers), "spring.session.timeout=25m",
				"spring.session.data.redis.namespace=shop", "spring.session.data.redis.flush-mode=immediate",
				"spring.session.data.redis.save-mode=always", "valkey.session.cookie-domain=example.com");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	static Map<String, String> variables(Servers servers) {
		Map<String, String> variables = new LinkedHashMap<>();
		for (String flavor : Set.of("cache", "sessions", "queue")) {
			variables.putAll(servers.server(flavor).variables("REDIS_" + flavor.toUpperCase(Locale.ROOT)));
		}
		return variables;
	}

	@BeforeEach
	void empty() {
		this.servers.flushAll();
	}

	@Test
	void keysAreOnSessionsServerAlone() {
		String id = application.browser().logIn("alice");

		assertThat(sessions().allKeys()).isEqualTo(Map.of(0, Set.of("shop:sessions:" + id)));
		assertThat(this.servers.server("cache").allKeys()).isEmpty();
		assertThat(this.servers.server("queue").allKeys()).isEmpty();
	}

	@Test
	void nextRequestHasSession() {
		Browser browser = application.browser();
		browser.logIn("alice");

		assertThat(browser.get("/me").body()).isEqualTo("alice");
	}

	@Test
	void requestWithoutCookieHasNoSession() {
		assertThat(application.browser().get("/me").status()).isEqualTo(401);
	}

	@Test
	void endedSessionLeavesNoKey() {
		Browser browser = application.browser();
		browser.logIn("alice");

		browser.post("/logout");

		assertThat(sessions().allKeys()).isEmpty();
	}

	@Test
	void timeoutIsTimeToLiveOfKey() {
		String id = application.browser().logIn("alice");

		assertThat(sessions().commands().ttl("shop:sessions:" + id)).isBetween(24 * 60L, 25 * 60L);
	}

	@Test
	void immediateFlushModeWritesBeforeSave() {
		Session session = repository().createSession();
		session.setAttribute("product", "shoe");

		assertThat(sessions().commands().hexists("shop:sessions:" + session.getId(), "sessionAttr:product")).isTrue();
	}

	@Test
	void alwaysSaveModeWritesWhatDidNotChange() {
		Session session = repository().createSession();
		session.setAttribute("product", "shoe");
		repository().save(session);
		Session loaded = repository().findById(session.getId());
		sessions().commands().hdel("shop:sessions:" + session.getId(), "sessionAttr:product");

		repository().save(loaded);

		assertThat(sessions().commands().hexists("shop:sessions:" + session.getId(), "sessionAttr:product")).isTrue();
	}

	@Test
	void cookieIsForDomainOfHostInside() {
		Browser browser = application.browser();

		browser.postAt("www.example.com", "/login/alice");

		assertThat(browser.sessionCookie().getDomain()).isEqualTo("example.com");
	}

	@Test
	void cookieIsForHostOutsideAlone() {
		Browser browser = application.browser();

		browser.postAt("www.example.com.evil.org", "/login/alice");

		assertThat(browser.sessionCookie().getDomain()).isNull();
	}

	@Test
	void thereIsNoRevoker() {
		assertThat(application.beanNames(SessionRevoker.class)).isEmpty();
	}

	@SuppressWarnings("unchecked")
	private SessionRepository<Session> repository() {
		return application.bean(SessionRepository.class);
	}

	private Server sessions() {
		return this.servers.server("sessions");
	}

}
