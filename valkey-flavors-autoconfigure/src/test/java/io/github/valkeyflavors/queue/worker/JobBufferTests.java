package io.github.valkeyflavors.queue.worker;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobBufferTests {

	private final TestClock clock = new TestClock();

	private final JobBuffer buffer = new JobBuffer(10, 500, this.clock);

	@Test
	void wantsOneJobForEachThreadAtFirst() {
		assertThat(this.buffer.awaitRoom()).isEqualTo(10);
	}

	@Test
	void wantsAsManyJobsAheadAsGetDoneInTenMilliseconds() throws InterruptedException {
		for (int i = 0; i < 20; i++) {
			this.clock.advance(Duration.ofMillis(10));
			perform(100);
			this.buffer.awaitRoom();
		}

		assertThat(this.buffer.awaitRoom()).isBetween(105, 110);
	}

	@Test
	void wantsNoMoreThanPrefetch() throws InterruptedException {
		for (int i = 0; i < 20; i++) {
			this.clock.advance(Duration.ofMillis(1));
			perform(1_000);
			this.buffer.awaitRoom();
		}

		assertThat(this.buffer.awaitRoom()).isEqualTo(510);
	}

	@Test
	void forgetsItsSpeedAfterAWhile() throws InterruptedException {
		for (int i = 0; i < 20; i++) {
			this.clock.advance(Duration.ofMillis(1));
			perform(100);
			this.buffer.awaitRoom();
		}

		this.clock.advance(Duration.ofSeconds(10));

		assertThat(this.buffer.awaitRoom()).isEqualTo(10);
	}

	@Test
	void removesAllWhenTheOldestWaitedForTooLong() {
		Work first = work();
		this.buffer.put(first);
		this.clock.advance(Duration.ofMillis(999));
		assertThat(this.buffer.removeOlderThan(Duration.ofSeconds(1))).isEmpty();
		Work second = work();
		this.buffer.put(second);

		this.clock.advance(Duration.ofMillis(1));

		assertThat(this.buffer.removeOlderThan(Duration.ofSeconds(1))).containsExactly(first, second);
	}

	@Test
	void endsAllThreadsWhenClosed() throws InterruptedException {
		this.buffer.put(work());

		this.buffer.close();

		assertThat(this.buffer.take()).isNull();
		assertThat(this.buffer.take()).isNull();
		assertThat(this.buffer.awaitRoom()).isZero();
	}

	@Test
	void returnsWhatIsLeftAfterClose() {
		Work work = work();
		this.buffer.put(work);
		this.buffer.close();

		assertThat(this.buffer.removeAll()).containsExactly(work);
		assertThat(this.buffer.removeAll()).isEmpty();
	}

	private void perform(int jobs) throws InterruptedException {
		for (int i = 0; i < jobs; i++) {
			this.buffer.put(work());
			this.buffer.take();
			this.buffer.done();
		}
	}

	private Work work() {
		return new Work("default", new byte[0], this.clock.getAsLong());
	}

}
