package io.github.valkeyflavors.connection;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoundedClientResources}.
 */
class BoundedClientResourcesTests {

	@Test
	void shutdownIsOverWhenItReturns() {
		BoundedClientResources resources = new BoundedClientResources(FlavorClientResources.parentBuilder());

		assertThat(resources.shutdown().isDone()).isTrue();
		assertThat(resources.eventExecutorGroup().isTerminated()).isTrue();
	}

	@Test
	void canBeShutDownOften() {
		IntStream.range(0, 50)
			.forEach((i) -> assertThat(
					new BoundedClientResources(FlavorClientResources.parentBuilder()).shutdown().isDone())
				.isTrue());
	}

}
