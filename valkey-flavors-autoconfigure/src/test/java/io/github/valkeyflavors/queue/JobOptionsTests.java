package io.github.valkeyflavors.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JobOptionsTests {

	@Test
	@SuppressWarnings("NullAway") // what callers without null checks write
	void refusesNullForATime() {
		assertThatIllegalArgumentException().isThrownBy(() -> JobOptions.NONE.at(null))
			.withMessage("'at' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> JobOptions.NONE.in(null))
			.withMessage("'in' must not be null");
	}

	@Test
	void putsOtherOptionsOverItsOwn() {
		JobOptions options = JobOptions.NONE.queue("low").retry(3).tags("a").duringTransaction();

		JobOptions both = options.and(JobOptions.NONE.queue("high").expiresIn(Duration.ofHours(1)));

		assertThat(both)
			.isEqualTo(new JobOptions("high", 3, null, null, List.of("a"), Duration.ofHours(1), true, null));
	}

	@Test
	void replacesTimeAsWhole() {
		JobOptions options = JobOptions.NONE.at(Instant.EPOCH);

		assertThat(options.and(JobOptions.NONE.in(Duration.ofHours(1))).at()).isNull();
		assertThat(options.in(Duration.ofHours(1)).at()).isNull();
		assertThat(options.and(JobOptions.NONE).at()).isEqualTo(Instant.EPOCH);
	}

	@Test
	void refusesBlankQueue() {
		assertThatIllegalArgumentException().isThrownBy(() -> JobOptions.NONE.queue(" "))
			.withMessage("The name of a queue must not be blank");
	}

	@Test
	void refusesNegativeRetries() {
		assertThatIllegalArgumentException().isThrownBy(() -> JobOptions.NONE.retry(-3))
			.withMessage("The number of retries must be 0 or more, Job.RETRY_DEFAULT or Job.RETRY_NEVER, not -3");
	}

	@Test
	void refusesBlankTag() {
		assertThatIllegalArgumentException().isThrownBy(() -> JobOptions.NONE.tags("a", ""))
			.withMessage("A tag must not be blank");
	}

	@Test
	void refusesToExpireBeforeItIsDue() {
		assertThatIllegalArgumentException().isThrownBy(() -> JobOptions.NONE.expiresIn(Duration.ofSeconds(-1)))
			.withMessage("A job must not expire before it is due");
	}

	@Test
	void acceptsLongestDuration() {
		Duration longest = Duration.ofSeconds(Long.MAX_VALUE);

		assertThat(JobOptions.NONE.expiresIn(longest).expiresIn()).isEqualTo(longest);
	}

	@Test
	void refusesTwoTimes() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> new JobOptions(null, null, Instant.EPOCH, Duration.ofSeconds(1), List.of(), null, false, null))
			.withMessageContaining("not both");
	}

}
