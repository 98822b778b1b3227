package io.github.valkeyflavors.queue.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.admin.ValkeyJobQueues;
import io.github.valkeyflavors.queue.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QueueMetrics}.
 */
class QueueMetricsTests {

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private static final Duration MAX_AGE = Duration.ofSeconds(30);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private Instant now = Instant.parse("2026-01-01T00:00:10Z");

	@SuppressWarnings("NullAway.Init")
	private StringRedisTemplate redis;

	@SuppressWarnings("NullAway.Init")
	private QueueMetrics metrics;

	@BeforeEach
	void bind() {
		this.redis = server.template();
		WorkerState worker = new WorkerState("host:1:abc", false, 5, 2, 9, 1, 3, 4, 0, 6, 7, false);
		this.metrics = new QueueMetrics(new ValkeyJobQueues(server.connectionFactory(), () -> this.now), () -> worker,
				() -> this.now, MAX_AGE);
		this.metrics.bindTo(this.registry);
	}

	@Test
	void showsDepthAndLatencyOfEachQueue() {
		push("mail", Instant.parse("2026-01-01T00:00:02Z"));
		push("mail", Instant.parse("2026-01-01T00:00:09Z"));
		push("reports", Instant.parse("2026-01-01T00:00:10Z"));

		this.metrics.read();

		assertThat(ofQueue("depth", "mail")).isEqualTo(2);
		assertThat(ofQueue("latency", "mail")).isEqualTo(8);
		assertThat(ofQueue("depth", "reports")).isEqualTo(1);
		assertThat(gauge("valkey.queue.enqueued")).isEqualTo(3);
	}

	@Test
	void countsWhatAllProcessesDid() {
		this.redis.opsForValue().set("stat:processed", "1000");
		this.redis.opsForValue().set("stat:failed", "7");

		this.metrics.read();

		assertThat(counter("valkey.queue.processed")).isEqualTo(1000);
		assertThat(counter("valkey.queue.failed")).isEqualTo(7);
	}

	@Test
	void showsTheSets() {
		this.redis.opsForZSet().add("schedule", "job", 1);
		this.redis.opsForZSet().add("dead", "job", 1);
		this.redis.opsForZSet().add("dead", "another", 2);

		this.metrics.read();

		assertThat(gauge("valkey.queue.scheduled")).isEqualTo(1);
		assertThat(gauge("valkey.queue.retries")).isZero();
		assertThat(gauge("valkey.queue.dead")).isEqualTo(2);
	}

	@Test
	void showsTheWorkerOfThisProcess() {
		assertThat(gauge("valkey.queue.worker.busy")).isEqualTo(2);
		assertThat(gauge("valkey.queue.worker.concurrency")).isEqualTo(5);
		assertThat(counter("valkey.queue.worker.dead")).isEqualTo(3);
		assertThat(counter("valkey.queue.worker.recovered")).isEqualTo(4);
	}

	@Test
	void bindsEveryMeterThatIsDocumented() {
		push("mail", this.now);

		this.metrics.read();

		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
			.containsAll(Arrays.stream(QueueMeters.values()).map(QueueMeters::meterName).toList());
	}

	@Test
	void forgetsAQueueThatWasCleared() {
		push("mail", this.now);
		this.metrics.read();

		this.redis.delete("queue:mail");
		this.redis.opsForSet().remove("queues", "mail");
		this.metrics.read();

		assertThat(this.registry.find("valkey.queue.depth").gauges()).isEmpty();
	}

	@Test
	void hasMetersOfAHundredQueuesAtMost() {
		for (int i = 0; i < QueueMetrics.MOST_QUEUES + 5; i++) {
			this.redis.opsForSet().add("queues", "queue-" + i);
		}

		this.metrics.read();

		assertThat(this.registry.get("valkey.queue.depth").gauges()).hasSize(QueueMetrics.MOST_QUEUES);
	}

	@Test
	void keepsTheQueuesThatItHas() {
		for (int i = 0; i < QueueMetrics.MOST_QUEUES; i++) {
			this.redis.opsForSet().add("queues", "queue-" + i);
		}
		this.metrics.read();

		this.redis.opsForSet().add("queues", "a-new-one");
		this.metrics.read();

		assertThat(this.registry.find("valkey.queue.depth").tag("queue", "a-new-one").gauge()).isNull();
		assertThat(this.registry.find("valkey.queue.depth").tag("queue", "queue-99").gauge()).isNotNull();
	}

	@Test
	void isUnknownWhenTheServerIsAwayAndCountersStay() {
		this.redis.opsForValue().set("stat:processed", "1000");
		this.metrics.read();
		server.stop();

		assertThatExceptionOfType(DataAccessException.class).isThrownBy(this.metrics::read);

		assertThat(gauge("valkey.queue.enqueued")).isNaN();
		assertThat(counter("valkey.queue.processed")).isEqualTo(1000);
	}

	@Test
	void isUnknownWhenItWasReadTooLongAgo() {
		this.metrics.read();

		this.now = this.now.plus(MAX_AGE).plusMillis(1);

		assertThat(gauge("valkey.queue.enqueued")).isNaN();
	}

	@Test
	void hasNoCountersBeforeItHasRead() {
		assertThat(this.registry.find("valkey.queue.processed").functionCounter()).isNull();
	}

	private void push(String queue, Instant enqueuedAt) {
		this.redis.opsForSet().add("queues", queue);
		this.redis.opsForList()
			.leftPush("queue:" + queue,
					"{\"class\":\"Mail\",\"args\":[],\"jid\":\"b4a577edbccf1d805744efa9\",\"queue\":\"%s\",\"enqueued_at\":%d}"
						.formatted(queue, enqueuedAt.toEpochMilli()));
	}

	private double ofQueue(String meter, String queue) {
		return this.registry.get("valkey.queue." + meter).tag("queue", queue).gauge().value();
	}

	private double gauge(String name) {
		return this.registry.get(name).gauge().value();
	}

	private double counter(String name) {
		return this.registry.get(name).functionCounter().count();
	}

}
