package io.github.valkeyflavors.queue.outage;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.queue.outage.Backlog.Left;

import static org.assertj.core.api.Assertions.assertThat;

class BacklogTests {

	private final RuntimeException timeout = new QueryTimeoutException("no answer");

	private static final NewJob A = NewJobs.job("a");

	private static final NewJob B = NewJobs.job("b");

	private static final NewJob C = NewJobs.job("c");

	private final Backlog backlog = new Backlog(3, 1_000);

	@Test
	void takesNoMoreJobsThanAllowed() {
		assertThat(this.backlog.add(List.of(A, B), List.of(), this.timeout)).isTrue();
		assertThat(this.backlog.add(List.of(C, NewJobs.job("d")), List.of(), this.timeout)).isFalse();

		assertThat(this.backlog.next()).containsExactly(A, B);
	}

	@Test
	void takesNoMoreBytesThanAllowed() {
		Backlog small = new Backlog(10, A.size());

		assertThat(small.add(List.of(A), List.of(), this.timeout)).isTrue();
		assertThat(small.add(List.of(B), List.of(), this.timeout)).isFalse();
		assertThat(small.bytes()).isEqualTo(A.size());
	}

	@Test
	void keepsOrderWhenOnlyLaterJobsArePushed() {
		this.backlog.add(List.of(A, B, C), List.of(), this.timeout);

		this.backlog.remove(List.of(C));

		assertThat(this.backlog.next()).containsExactly(A, B);
	}

	@Test
	void isEmptyOnlyWhenJobsArePushed() {
		this.backlog.add(List.of(A), List.of(), this.timeout);
		this.backlog.next();
		this.backlog.pushing(List.of(A));
		assertThat(this.backlog.isEmpty()).isFalse();

		this.backlog.remove(List.of(A));

		assertThat(this.backlog.isEmpty()).isTrue();
		assertThat(this.backlog.bytes()).isZero();
		assertThat(this.backlog.cause()).isNull();
	}

	@Test
	void tellsJobsThatWereTriedBefore() {
		this.backlog.add(List.of(A, B), List.of(A), this.timeout);
		this.backlog.failed(List.of(A, B), new PushFailure(this.timeout, false));

		assertThat(this.backlog.remove(List.of(A, B))).containsExactly(B);
	}

	@Test
	void takesJobForTriedWhenItsPushMayHaveLanded() {
		this.backlog.add(List.of(A), List.of(), this.timeout);
		this.backlog.failed(List.of(A), new PushFailure(this.timeout, true));

		assertThat(this.backlog.remove(List.of(A))).isEmpty();
	}

	@Test
	void returnsWhatIsLeftAtTheEnd() {
		this.backlog.add(List.of(A, B, C), List.of(A), this.timeout);
		this.backlog.pushing(List.of(B));

		Left left = this.backlog.close();

		assertThat(left.jobs()).containsExactly(A, B, C);
		assertThat(left.uncertain()).containsExactlyInAnyOrder("a", "b");
		assertThat(this.backlog.isEmpty()).isTrue();
	}

	@Test
	void takesNothingWhenClosed() {
		this.backlog.close();

		assertThat(this.backlog.add(List.of(A), List.of(), this.timeout)).isFalse();
	}

	@Test
	void restoresMoreThanAllowed() {
		this.backlog.restore(NewJobs.jobs("old", 5));

		assertThat(this.backlog.size()).isEqualTo(5);
		assertThat(this.backlog.add(List.of(A), List.of(), this.timeout)).isFalse();
	}

	@Test
	void waitsNoLongerThanAllowed() {
		this.backlog.add(List.of(A), List.of(), this.timeout);

		assertThat(this.backlog.awaitEmpty(Duration.ofMillis(20))).isFalse();
	}

}
