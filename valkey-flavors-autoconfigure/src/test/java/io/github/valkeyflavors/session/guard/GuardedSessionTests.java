package io.github.valkeyflavors.session.guard;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.session.MapSession;
import org.springframework.session.SaveMode;

import io.github.valkeyflavors.outage.BreakerSettings;
import io.github.valkeyflavors.outage.FlavorBreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a session would lose if it were not saved, and what one is that was not read.
 */
class GuardedSessionTests {

	private final SessionUse use = new SessionUse();

	@Test
	void newSessionIsChanged() {
		GuardedSession<MapSession> session = GuardedSession.created(new MapSession(), this.use,
				server(SaveMode.ON_SET_ATTRIBUTE));

		assertThat(session.isChanged()).isTrue();
		assertThat(session.isNew()).isTrue();
	}

	@Test
	void usedSessionHasOnlyItsTimeToSave() {
		GuardedSession<MapSession> session = found(SaveMode.ON_SET_ATTRIBUTE);

		session.setLastAccessedTime(Instant.now());
		session.getAttribute("cart");

		assertThat(session.isDirty()).isTrue();
		assertThat(session.isChanged()).isFalse();
	}

	@Test
	void attributesTimeoutAndIdAreChanges() {
		GuardedSession<MapSession> attribute = found(SaveMode.ON_SET_ATTRIBUTE);
		attribute.setAttribute("cart", "shoe");
		GuardedSession<MapSession> removal = found(SaveMode.ON_SET_ATTRIBUTE);
		removal.removeAttribute("cart");
		GuardedSession<MapSession> timeout = found(SaveMode.ON_SET_ATTRIBUTE);
		timeout.setMaxInactiveInterval(Duration.ofDays(1));
		GuardedSession<MapSession> id = found(SaveMode.ON_SET_ATTRIBUTE);
		id.changeSessionId();

		assertThat(new boolean[] { attribute.isChanged(), removal.isChanged(), timeout.isChanged(), id.isChanged() })
			.containsOnly(true);
	}

	@Test
	void attributeThatWasReadMayHaveChanged() {
		GuardedSession<MapSession> session = found(SaveMode.ON_GET_ATTRIBUTE);
		assertThat(session.isChanged()).isFalse();

		session.getAttribute("cart");

		assertThat(session.isChanged()).isTrue();
	}

	@Test
	void anyAttributeMayHaveChanged() {
		assertThat(found(SaveMode.ALWAYS).isChanged()).isTrue();
	}

	@Test
	void savedSessionHasNothingToSave() {
		GuardedSession<MapSession> session = found(SaveMode.ON_SET_ATTRIBUTE);
		session.setAttribute("cart", "shoe");

		session.saved();

		assertThat(session.isDirty()).isFalse();
	}

	@Test
	void unavailableSessionFailsTheRequestThatUsesIt() {
		GuardedSession<MapSession> session = unavailable();
		assertThat(session.getId()).isEqualTo("id");
		session.setLastAccessedTime(Instant.now());
		assertThat(session.isDirty()).isFalse();
		assertThat(this.use.isFatal()).isFalse();

		assertThatExceptionOfType(SessionsUnavailableException.class).isThrownBy(() -> session.getAttribute("cart"));

		assertThat(this.use.isFatal()).isTrue();
	}

	@Test
	void unavailableSessionDoesNotFailTheRequestThatToleratesIt() {
		GuardedSession<MapSession> session = unavailable();

		Object cart = this.use.tolerate(() -> session.getAttribute("cart"));

		assertThat(cart).isNull();
		assertThat(this.use.isFatal()).isFalse();
	}

	@Test
	void unavailableSessionHasNoPageThatWaitedForLogin() {
		GuardedSession<MapSession> session = unavailable();

		assertThat(session.<Object>getAttribute("SPRING_SECURITY_SAVED_REQUEST")).isNull();
		assertThat(this.use.isFatal()).isFalse();
	}

	@Test
	void unavailableSessionFailsTheRequestThatSavesPageForLogin() {
		GuardedSession<MapSession> session = unavailable();

		assertThatExceptionOfType(SessionsUnavailableException.class)
			.isThrownBy(() -> session.setAttribute("SPRING_SECURITY_SAVED_REQUEST", "/me"));

		assertThat(this.use.isFatal()).isTrue();
	}

	@Test
	void unavailableSessionIsUnavailableToLongAnswer() {
		GuardedSession<MapSession> session = unavailable();
		this.use.answered();

		assertThatExceptionOfType(SessionsUnavailableException.class).isThrownBy(() -> session.getAttribute("cart"));
	}

	@Test
	void unavailableSessionIsEmptyWhenRequestHasBeenHandled() {
		GuardedSession<MapSession> session = unavailable();

		this.use.finish();

		assertThat(session.<Object>getAttribute("cart")).isNull();
		assertThat(session.getAttributeNames()).isEmpty();
		assertThat(this.use.isFatal()).isFalse();
	}

	private GuardedSession<MapSession> unavailable() {
		SessionServer server = server(SaveMode.ON_SET_ATTRIBUTE);
		this.use.tolerate(() -> server.ask(this.use, "read", () -> {
			throw new QueryTimeoutException("late");
		}));
		return GuardedSession.unavailable("id", this.use, server);
	}

	private GuardedSession<MapSession> found(SaveMode saveMode) {
		MapSession session = new MapSession();
		session.setAttribute("cart", "hat");
		return GuardedSession.found(session, this.use, server(saveMode));
	}

	private static SessionServer server(SaveMode saveMode) {
		return new SessionServer(new FlavorBreaker("sessions", "redis://localhost:1",
				BreakerSettings.defaults(Duration.ofSeconds(1)), (reason) -> {
				}, System::nanoTime), saveMode);
	}

}
