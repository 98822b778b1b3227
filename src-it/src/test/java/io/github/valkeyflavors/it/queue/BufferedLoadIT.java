package io.github.valkeyflavors.it.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.util.StopWatch;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.servers.Server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Five hundred jobs a second through a freeze and a {@code kill -9} of the server: each
 * is performed once, in the order in which it was enqueued.
 */
class BufferedLoadIT {

	private static final int JOBS_PER_SECOND = 500;

	private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(2);

	private static final Duration LONGEST_ENQUEUE = Duration.ofMillis(900);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	void performsEveryJobOnce() throws InterruptedException {
		try (Server server = Server.start("queue", "--appendfsync", "always");
				TcpProxy proxy = TcpProxy.to(server);
				OutageApplication producer = OutageApplication.start(proxy, OutageApplication.NO_WORKER);
				OutageApplication worker = OutageApplication.start(proxy)) {
			AtomicInteger enqueued = new AtomicInteger();
			List<Long> slow = new ArrayList<>();
			ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
			Future<?> enqueuing = load.scheduleAtFixedRate(() -> enqueue(producer, enqueued, slow), 0,
					1_000_000 / JOBS_PER_SECOND, TimeUnit.MICROSECONDS);

			pause();
			server.freeze();
			pause();
			server.thaw();
			pause();
			server.kill();
			pause();
			server.restart();
			pause();
			assertThat(enqueuing.isDone()).as("an enqueue failed").isFalse();
			load.shutdown();
			assertThat(load.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

			List<String> expected = IntStream.range(0, enqueued.get()).mapToObj((i) -> "job " + i).toList();
			assertThat(expected).hasSizeGreaterThan(5 * JOBS_PER_SECOND);
			await().atMost(PATIENCE).until(() -> worker.runs().size() >= expected.size());
			await().pollDelay(BETWEEN_FAULTS)
				.atMost(PATIENCE)
				.until(() -> new QueueState(server).unfinished().isEmpty());
			assertThat(producer.buffer().buffered()).as("jobs that were kept").isPositive();
			assertThat(worker.names()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
			assertThat(slow).as("enqueues that took longer than %s, in ms", LONGEST_ENQUEUE).isEmpty();
		}
	}

	private static void enqueue(OutageApplication producer, AtomicInteger enqueued, List<Long> slow) {
		StopWatch watch = new StopWatch();
		watch.start();
		producer.jobs().enqueue("buffer", "job " + enqueued.getAndIncrement());
		watch.stop();
		if (watch.getTotalTimeMillis() > LONGEST_ENQUEUE.toMillis()) {
			slow.add(watch.getTotalTimeMillis());
		}
	}

	private static void pause() {
		await().pollDelay(BETWEEN_FAULTS).atMost(BETWEEN_FAULTS.multipliedBy(2)).until(() -> true);
	}

}
