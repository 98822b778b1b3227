package io.github.valkeyflavors.session.guard;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.SaveMode;

import io.github.valkeyflavors.outage.BreakerSettings;
import io.github.valkeyflavors.outage.FlavorBreaker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request is told of its session once it has been handled.
 */
class GuardedSessionRepositoryTests {

	private final SessionUse use = new SessionUse();

	private final MapSessionRepository sessions = new MapSessionRepository(new ConcurrentHashMap<>());

	private final GuardedSessionRepository<MapSession> repository = new GuardedSessionRepository<>(this.sessions,
			(id) -> {
			}, new SessionServer(new FlavorBreaker("sessions", "redis://localhost:1",
					BreakerSettings.defaults(Duration.ofSeconds(1)), (reason) -> {
					}, System::nanoTime), SaveMode.ON_SET_ATTRIBUTE));

	private String id;

	@BeforeEach
	void save() {
		this.use.bind();
		GuardedSession<MapSession> session = this.repository.createSession();
		this.repository.save(session);
		this.id = session.getId();
	}

	@AfterEach
	void unbind() {
		SessionUse.unbind(null);
	}

	/**
	 * As another request does.
	 */
	private void change(String name, Object value) {
		MapSession session = this.sessions.findById(this.id);
		session.setAttribute(name, value);
		this.sessions.save(session);
	}

	@Test
	void sessionThatWasFoundIsNotReadAgain() {
		GuardedSession<MapSession> found = this.repository.findById(this.id);

		this.use.finish();

		assertThat(this.repository.findById(this.id)).isSameAs(found);
	}

	@Test
	void sessionThatWasNotLookedForIsNotRead() {
		this.use.finish();

		assertThat(this.repository.findById(this.id)).isNull();
	}

	@Test
	void sessionThatWasDeletedStaysAway() {
		this.repository.findById(this.id);
		this.repository.deleteById(this.id);

		this.use.finish();

		assertThat(this.repository.findById(this.id)).isNull();
	}

	@Test
	void sessionIsReadAgainInNextDispatch() {
		GuardedSession<MapSession> found = this.repository.findById(this.id);
		this.use.finish();
		change("cart", "shoe");

		this.use.end();

		assertThat(found.<Object>getAttribute("cart")).isNull();
		assertThat(this.repository.findById(this.id).<Object>getAttribute("cart")).isEqualTo("shoe");
	}

}
