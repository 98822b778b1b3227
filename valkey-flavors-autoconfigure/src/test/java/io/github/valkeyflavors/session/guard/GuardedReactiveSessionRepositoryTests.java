package io.github.valkeyflavors.session.guard;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.session.MapSession;
import org.springframework.session.ReactiveMapSessionRepository;
import org.springframework.session.SaveMode;
import reactor.core.publisher.Mono;

import io.github.valkeyflavors.outage.BreakerSettings;
import io.github.valkeyflavors.outage.FlavorBreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a reactive request is told of a session that cannot be read.
 */
class GuardedReactiveSessionRepositoryTests {

	private final SessionUse use = new SessionUse();

	private final AtomicInteger reads = new AtomicInteger();

	private final GuardedReactiveSessionRepository<MapSession> repository = new GuardedReactiveSessionRepository<>(
			new ReactiveMapSessionRepository(new ConcurrentHashMap<>()) {

				@Override
				public Mono<MapSession> findById(String id) {
					GuardedReactiveSessionRepositoryTests.this.reads.incrementAndGet();
					return Mono.error(new QueryTimeoutException("late"));
				}

			}, (id) -> Mono.empty(), new SessionServer(new FlavorBreaker("sessions", "redis://localhost:1",
					BreakerSettings.defaults(Duration.ofSeconds(1)), (reason) -> {
					}, System::nanoTime), SaveMode.ON_SET_ATTRIBUTE));

	@Test
	void sessionKeepsItsIdAndFailsNobodyWhoDoesNotUseIt() {
		assertThat(find().getId()).isEqualTo("id");

		assertThat(this.use.hasFailed()).isTrue();
		assertThat(this.use.isFatal()).isFalse();
	}

	@Test
	void sessionFailsTheRequestThatUsesIt() {
		GuardedSession<MapSession> session = find();

		assertThatExceptionOfType(SessionsUnavailableException.class).isThrownBy(session::getAttributeNames);

		assertThat(this.use.isFatal()).isTrue();
	}

	@Test
	void serverIsNotAskedAgain() {
		find();

		assertThat(find().getId()).isEqualTo("id");
		assertThat(this.reads).hasValue(1);
	}

	@Test
	void nothingIsSaved() {
		assertThat(this.repository.save(find()).blockOptional()).isEmpty();

		assertThat(this.use.isFatal()).isFalse();
	}

	@Test
	void endingTheSessionFails() {
		find();

		assertThatExceptionOfType(SessionsUnavailableException.class)
			.isThrownBy(() -> inRequest(this.repository.deleteById("id")).block());

		assertThat(this.use.isFatal()).isTrue();
	}

	private GuardedSession<MapSession> find() {
		return inRequest(this.repository.findById("id")).blockOptional().orElseThrow();
	}

	private <T> Mono<T> inRequest(Mono<T> action) {
		return action.contextWrite((context) -> context.put(SessionUse.class, this.use));
	}

}
