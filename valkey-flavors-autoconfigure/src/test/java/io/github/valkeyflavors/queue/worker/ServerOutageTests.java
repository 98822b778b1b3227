package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.RedisSystemException;

import io.github.valkeyflavors.outage.BreakerSettings;
import io.github.valkeyflavors.outage.FlavorBreaker;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ServerOutageTests {

	private final AtomicLong nanoTime = new AtomicLong(1_000);

	private final ServerOutage outage = new ServerOutage(this.nanoTime::get, null, () -> {
	});

	private final RedisSystemException timeout = new RedisSystemException("Command timed out", null);

	@BeforeEach
	void fill() {
		this.outage.full(new RedisSystemException("OOM command not allowed", null));
	}

	@Test
	void hasRoomWhenServerTakesWhatWasSentAfterwards() {
		this.outage.notFull(1_001);

		assertThat(this.outage.isFull()).isFalse();
	}

	@Test
	void staysFullWhenAnswerBelongsToEarlierCommand() {
		this.outage.notFull(999);

		assertThat(this.outage.isFull()).isTrue();
	}

	@Test
	void raisesOneAlarm(CapturedOutput output) {
		this.outage.notFull(999);
		this.outage.full(new RedisSystemException("OOM command not allowed", null));

		assertThat(output.toString().split("The queue server is full", -1)).hasSize(2);
	}

	@Test
	void leavesTheLogToTheBreaker(CapturedOutput output) {
		try (FlavorBreaker breaker = breaker()) {
			ServerOutage guarded = new ServerOutage(this.nanoTime::get, breaker, () -> {
			});

			guarded.failed(this.timeout);
			guarded.full(new RedisSystemException("OOM command not allowed", null));
			guarded.over();

			assertThat(guarded.isFull()).isTrue();
			assertThat(output.toString().split("The queue server", -1)).hasSize(2);
		}
	}

	@Test
	void logsWhatTheBreakerDoesNotSee(CapturedOutput output) {
		try (FlavorBreaker breaker = breaker()) {
			ServerOutage guarded = new ServerOutage(this.nanoTime::get, breaker, () -> {
			});

			guarded.failed(this.timeout);
			this.nanoTime.addAndGet(Duration.ofSeconds(11).toNanos());
			guarded.failed(this.timeout);
			guarded.failed(this.timeout);
			guarded.over();

			assertThat(output.toString().split("The queue server does not answer", -1)).hasSize(2);
			assertThat(output).contains("The queue server answers again after 11000 ms");
		}
	}

	@Test
	void endsWaitsWhenServerIsBack() throws InterruptedException {
		CountDownLatch end = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		Thread waiting = new Thread(() -> {
			while (!this.outage.pause(20, end)) {
				ended.countDown();
			}
		});
		waiting.start();

		this.outage.serverIsBack();

		assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.outage.outages()).isEqualTo(1);
		end.countDown();
		this.outage.wake();
		waiting.join(10_000);
		assertThat(waiting.isAlive()).isFalse();
	}

	private FlavorBreaker breaker() {
		return new FlavorBreaker("queue", "redis://localhost", BreakerSettings.defaults(Duration.ofSeconds(1)),
				(reason) -> {
				}, this.nanoTime::get);
	}

}
