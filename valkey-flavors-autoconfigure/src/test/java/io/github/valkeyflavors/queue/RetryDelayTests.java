package io.github.valkeyflavors.queue;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryDelayTests {

	private final JobContext job = new SomeJob("a", "[]");

	private final Throwable failure = new IllegalStateException();

	@Test
	void delaysAsSidekiqDoes() {
		RetryDelay shortest = RetryDelay.sidekiq(() -> 0);

		assertThat(shortest.before(0, this.job, this.failure)).isEqualTo(Duration.ofSeconds(15));
		assertThat(shortest.before(1, this.job, this.failure)).isEqualTo(Duration.ofSeconds(16));
		assertThat(shortest.before(24, this.job, this.failure)).isEqualTo(Duration.ofSeconds(331_791));
	}

	@Test
	void addsLessThanTenSecondsPerRetryByChance() {
		RetryDelay delay = RetryDelay.sidekiq(new Random(1));

		for (int i = 0; i < 1_000; i++) {
			assertThat(delay.before(2, this.job, this.failure)).isBetween(Duration.ofSeconds(31),
					Duration.ofSeconds(60));
		}
	}

}
