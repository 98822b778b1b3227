package io.github.valkeyflavors.test;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.test.FakeJobQueue.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class FakeJobQueueErrorTests {

	private final FakeJobQueueContextCustomizerFactory factory = new FakeJobQueueContextCustomizerFactory();

	@Test
	void saysWhatIsMissingOnTheClassPath() {
		FakeJobQueueContextCustomizerFactory withoutRedis = new FakeJobQueueContextCustomizerFactory(
				new FilteredClassLoader(RedisConnectionFactory.class));

		assertThatIllegalStateException()
			.isThrownBy(() -> withoutRedis.createContextCustomizer(Annotated.class, List.of()))
			.withMessage("@FakeJobQueue on io.github.valkeyflavors.test.FakeJobQueueErrorTests$Annotated needs the job "
					+ "queue, but org.springframework.data.redis.connection.RedisConnectionFactory is not on the class "
					+ "path: add valkey-flavors-starter");
	}

	@Test
	void saysThatTheQueueIsSwitchedOff() {
		new ApplicationContextRunner()
			.withBean(FakeJobQueueConfiguration.class, () -> new FakeJobQueueConfiguration(Mode.COLLECT))
			.run((context) -> assertThat(context).getFailure()
				.hasMessage("@FakeJobQueue finds no JobClient in the context: is the queue switched off by "
						+ "valkey.enabled, or its auto-configuration excluded?"));
	}

	@Test
	void leavesOtherTestsAlone() {
		assertThat(this.factory.createContextCustomizer(String.class, List.of())).isNull();
	}

	@Test
	void sharesContextsOfTheSameMode() {
		assertThat(this.factory.createContextCustomizer(Annotated.class, List.of()))
			.isEqualTo(this.factory.createContextCustomizer(AnnotatedToo.class, List.of()))
			.isNotEqualTo(this.factory.createContextCustomizer(Inline.class, List.of()));
	}

	@FakeJobQueue
	static class Annotated {

	}

	@FakeJobQueue
	static class AnnotatedToo {

	}

	@FakeJobQueue(mode = Mode.INLINE)
	static class Inline {

	}

}
