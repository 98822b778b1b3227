package io.github.valkeyflavors.queue.worker;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.RedisSystemException;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ServerOutageTests {

	private final AtomicLong nanoTime = new AtomicLong(1_000);

	private final ServerOutage outage = new ServerOutage(this.nanoTime::get, null, () -> {
	});

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

}
