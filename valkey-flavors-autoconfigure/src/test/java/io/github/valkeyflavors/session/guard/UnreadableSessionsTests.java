package io.github.valkeyflavors.session.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.serializer.support.SerializationFailedException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.serializer.SerializationException;

import io.github.valkeyflavors.outage.BreakerListener;
import io.github.valkeyflavors.outage.BreakerSettings;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.OutageReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which sessions are unreadable, and what is told of them.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnreadableSessionsTests {

	private final FlavorBreaker breaker = new FlavorBreaker("sessions", "redis://localhost:1",
			BreakerSettings.defaults(Duration.ofSeconds(1)), (reason) -> {
			}, System::nanoTime);

	private final UnreadableSessions sessions = new UnreadableSessions(this.breaker);

	@Test
	void failureOfServerIsNotUnreadable() {
		assertThat(UnreadableSessions.isUnreadable(new QueryTimeoutException("late"))).isFalse();
		assertThat(UnreadableSessions.isUnreadable(new IllegalStateException("stopped"))).isFalse();
	}

	@Test
	void logsEachClassOnce(CapturedOutput output) {
		this.sessions.add(unknown("com.example.Cart"));
		this.sessions.add(unknown("com.example.Cart"));
		this.sessions.add(unknown("com.example.Wish"));

		assertThat(output.getOut().lines().filter((line) -> line.contains("A session cannot be read"))).hasSize(2)
			.anyMatch((line) -> line.contains("ClassNotFoundException: com.example.Cart"))
			.anyMatch((line) -> line.contains("ClassNotFoundException: com.example.Wish"));
	}

	@Test
	void showsNothingThatAnotherSerializerSaysOfValues(CapturedOutput output) {
		this.sessions.add(new SerializationException("Could not read JSON: from String \"4111-1111\"",
				new IllegalArgumentException("4111-1111")));

		assertThat(output).contains("SerializationException (IllegalArgumentException)").doesNotContain("4111");
	}

	@Test
	void logsHundredReasons(CapturedOutput output) {
		for (int i = 0; i < 200; i++) {
			this.sessions.add(unknown("com.example.Class" + i));
		}

		assertThat(output.getOut().lines().filter((line) -> line.contains("A session cannot be read"))).hasSize(100);
	}

	@Test
	void countsAll() {
		List<String> counted = new ArrayList<>();
		this.breaker.addListener(new BreakerListener() {

			@Override
			public void failed(FlavorBreaker failed, String operation, OutageReason reason) {
				counted.add(operation);
			}

		});

		this.sessions.add(unknown("com.example.Cart"));
		this.sessions.add(unknown("com.example.Cart"));

		assertThat(counted).containsExactly("deserialize", "deserialize");
	}

	@Test
	void entryWithoutTimesIsUnreadable() {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> new SessionMapper().apply("id", Map.of("lastAccessedTime", 1L)))
			.withMessageContaining("creationTime");
	}

	@Test
	void entryWithOtherTypesIsUnreadable() {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> new SessionMapper().apply("id", Map.of("creationTime", "yesterday")));
	}

	private static SerializationException unknown(String type) {
		return new SerializationException("Cannot deserialize",
				new SerializationFailedException("Failed to deserialize payload", new ClassNotFoundException(type)));
	}

}
