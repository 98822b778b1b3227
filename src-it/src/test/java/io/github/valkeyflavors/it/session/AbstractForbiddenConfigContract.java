package io.github.valkeyflavors.it.session;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.session.events.SessionCreatedEvent;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Indexed sessions on a server that forbids CONFIG, in a database other than 0.
 */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractForbiddenConfigContract {

	private final SpareServer server = new SpareServer();

	private String output;

	private RunningApplication servlet;

	private RunningApplication reactive;

	/**
	 * The lines of configuration that forbid it.
	 */
	abstract String[] settings();

	/**
	 * The variables that the application needs beside the address.
	 */
	abstract Map<String, String> credentials();

	// An indexed repository takes over the ended sessions of another one in its namespace
	private static String[] properties(String namespace) {
		return new String[] { "spring.session.data.redis.repository-type=indexed",
				"spring.session.data.redis.namespace=" + namespace, "valkey.databases.sessions.index=9",
				"valkey.primary-database=sessions" };
	}

	@BeforeAll
	void start(CapturedOutput captured) {
		this.server.start(settings());
		Map<String, String> variables = new LinkedHashMap<>(this.server.variables());
		variables.putAll(credentials());
		this.servlet = RunningApplication.servlet(variables, properties("servlet"));
		this.reactive = RunningApplication.reactive(variables, properties("reactive"));
		this.output = captured.getAll();
	}

	@AfterAll
	void stop() {
		this.servlet.close();
		this.reactive.close();
		this.server.close();
	}

	@Test
	void eachApplicationSaysOnceWhatServerMustBeSetTo() {
		assertThat(StringUtils.countOccurrencesOf(this.output,
				"need 'notify-keyspace-events' on the server to contain Egx"))
			.isEqualTo(2);
	}

	@Test
	void sessionsOfServletApplicationWork() {
		Browser browser = this.servlet.browser();
		browser.logIn("alice");

		assertThat(browser.get("/me").body()).isEqualTo("alice");
	}

	@Test
	void sessionsOfReactiveApplicationWork() {
		Browser browser = this.reactive.browser();
		browser.logIn("alice");

		assertThat(browser.get("/me").body()).isEqualTo("alice");
	}

	@Test
	void keysAreInThatDatabase() {
		String id = this.servlet.browser().logIn("alice");

		assertThat(this.server.commands(9).exists("servlet:sessions:" + id)).isEqualTo(1);
		assertThat(this.server.commands(0).dbsize()).isZero();
	}

	@Test
	void createdSessionIsAnEventOfServletApplication() {
		String id = this.servlet.browser().logIn("alice");

		this.servlet.events().await(SessionCreatedEvent.class, id);
	}

	@Test
	void createdSessionIsAnEventOfReactiveApplication() {
		String id = this.reactive.browser().logIn("alice");

		this.reactive.events().await(SessionCreatedEvent.class, id);
	}

	RunningApplication servlet() {
		return this.servlet;
	}

	RunningApplication reactive() {
		return this.reactive;
	}

}
