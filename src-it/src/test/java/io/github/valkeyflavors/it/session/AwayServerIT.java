package io.github.valkeyflavors.it.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.session.events.AbstractSessionEvent;
import org.springframework.session.events.SessionCreatedEvent;
import org.springframework.session.events.SessionDeletedEvent;
import org.springframework.session.events.SessionExpiredEvent;

import io.github.valkeyflavors.it.session.Browser.Response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications that started when their server was away, and use it when it is back.
 */
class AwayServerIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String INDEXED = "spring.session.data.redis.repository-type=indexed";

	// An indexed repository takes over the ended sessions of another one in its namespace
	private static final String NAMESPACE = "spring.session.data.redis.namespace=";

	private static final SpareServer server = new SpareServer();

	private static Map<String, RunningApplication> applications;

	@BeforeAll
	static void start() {
		applications = Map.of("servlet", RunningApplication.servlet(server.variables()), "indexed servlet",
				RunningApplication.servlet(server.variables(), INDEXED, "spring.session.timeout=2s",
						NAMESPACE + "servlet"),
				"reactive", RunningApplication.reactive(server.variables()), "indexed reactive", RunningApplication
					.reactive(server.variables(), INDEXED, "spring.session.timeout=2s", NAMESPACE + "reactive"));
		server.start();
	}

	@AfterAll
	static void stop() {
		applications.values().forEach(RunningApplication::close);
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "indexed servlet", "reactive", "indexed reactive" })
	void sessionsWork(String application) {
		awaitSession(applications.get(application));
	}

	@ParameterizedTest
	@ValueSource(strings = { "indexed servlet", "indexed reactive" })
	void createdSessionIsAnEvent(String application) {
		awaitEvent(applications.get(application), SessionCreatedEvent.class, (browser) -> {
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "indexed servlet", "indexed reactive" })
	void expiredSessionIsAnEvent(String application) {
		awaitEvent(applications.get(application), SessionExpiredEvent.class, (browser) -> {
		});
	}

	@Test
	void endedSessionIsAnEvent() {
		awaitEvent(applications.get("indexed servlet"), SessionDeletedEvent.class,
				(browser) -> browser.post("/logout"));
	}

	@Test
	void sessionsAndEventsWorkAfterServerWasAwayAgain() {
		applications.values().forEach(AwayServerIT::awaitSession);

		server.kill();
		server.start("notify-keyspace-events Egx");

		applications.values().forEach(AwayServerIT::awaitSession);
		for (String application : List.of("indexed servlet", "indexed reactive")) {
			expiredSessionIsAnEvent(application);
		}
	}

	private static void awaitSession(RunningApplication application) {
		await().atMost(PATIENCE).untilAsserted(() -> {
			Browser browser = application.browser();
			browser.logIn("alice");
			assertThat(browser.get("/me").body()).isEqualTo("alice");
		});
	}

	// Nobody is told of what happened before the application listens again
	private static void awaitEvent(RunningApplication application, Class<? extends AbstractSessionEvent> type,
			Consumer<Browser> action) {
		List<String> ids = new ArrayList<>();
		await().atMost(PATIENCE).until(() -> {
			Browser browser = application.browser();
			Response response = browser.post("/login/alice");
			if (response.status() == 200) {
				ids.add(response.body());
				action.accept(browser);
			}
			return ids.stream().anyMatch((id) -> application.events().has(type, id));
		});
	}

}
