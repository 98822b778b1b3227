package io.github.valkeyflavors.it.session;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.Session;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.session.ReactiveSessionRevoker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions of a reactive application in the default repository, as JSON.
 */
@ValkeyServers
class ReactiveSessionsIT {

	private static RunningApplication application;

	private Servers servers;

	@BeforeAll
	static void start(Servers servers) {
		application = RunningApplication.reactive(ServletSessionsIT.variables(servers), "spring.session.timeout=25m",
				"spring.session.data.redis.namespace=shop", "spring.session.data.redis.save-mode=always",
				"valkey.session.cookie-domain=example.com", "valkey.session.serialization=json");
	}

	@AfterAll
	static void stop() {
		application.close();
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
	void timeoutIsTimeToLiveOfKey() {
		String id = application.browser().logIn("alice");

		assertThat(sessions().commands().ttl("shop:sessions:" + id)).isBetween(24 * 60L, 25 * 60L);
	}

	@Test
	void alwaysSaveModeWritesWhatDidNotChange() {
		String id = application.browser().logIn("alice");
		Session loaded = repository().findById(id).block();
		sessions().commands().hdel("shop:sessions:" + id, "sessionAttr:cart");

		repository().save(loaded).block();

		assertThat(sessions().commands().hexists("shop:sessions:" + id, "sessionAttr:cart")).isTrue();
	}

	@Test
	void attributesAreReadableOnServer() {
		String id = application.browser().logIn("alice");

		assertThat(sessions().commands().hget("shop:sessions:" + id, "sessionAttr:cart"))
			.startsWith("{\"@class\":\"io.github.valkeyflavors.it.session.Cart\",\"id\":7,");
	}

	@Test
	void attributesComeBackAsTheyWere() {
		String id = application.browser().logIn("alice");

		Session loaded = repository().findById(id).block();

		assertThat(loaded.<Object>getAttribute("cart")).isEqualTo(Cart.sample());
		assertThat(loaded.getMaxInactiveInterval()).hasMinutes(25);
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

		browser.postAt("notexample.com", "/login/alice");

		assertThat(browser.sessionCookie().getDomain()).isNull();
	}

	@Test
	void thereIsNoRevoker() {
		assertThat(application.beanNames(ReactiveSessionRevoker.class)).isEmpty();
	}

	@SuppressWarnings("unchecked")
	private ReactiveSessionRepository<Session> repository() {
		return application.bean(ReactiveSessionRepository.class);
	}

	private Server sessions() {
		return this.servers.server("sessions");
	}

}
