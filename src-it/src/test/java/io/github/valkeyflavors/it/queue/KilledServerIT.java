package io.github.valkeyflavors.it.queue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.queue.JobClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code kill -9} of the server, which starts again from its append-only file, loses no
 * job whose push it has acknowledged.
 */
class KilledServerIT {

	private static final int PROCESSES = 5;

	private static final int KILLS = 5;

	private static final Duration BETWEEN_KILLS = Duration.ofSeconds(8);

	private static final Duration BETWEEN_PUSHES = Duration.ofMillis(5);

	private static final Duration JOB_DURATION = Duration.ofMillis(1);

	private static final int JOBS = 100_000;

	private static final int BATCH = 20;

	private static final Duration PATIENCE = Duration.ofMinutes(4);

	@TempDir
	Path folder;

	@Test
	void losesNoAcknowledgedJob() throws Exception {
		try (Server queue = Server.start("queue", "--appendfsync", "always");
				Rows rows = new Rows();
				RowWorkers workers = new RowWorkers(queue, rows, JOB_DURATION, this.folder)) {
			for (int number = 0; number < PROCESSES; number++) {
				workers.start();
			}

			Pushes pushes = pushWhileServerIsKilled(queue);

			assertThat(pushes.acknowledged()).as("acknowledged pushes").hasSizeGreaterThanOrEqualTo(JOBS);
			assertThat(pushes.failures()).as("pushes without acknowledgement").isPositive();
			QueueState state = new QueueState(queue);
			await().pollInterval(Duration.ofSeconds(1))
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(List.of(missing(pushes, rows), state.unfinished()))
					.as("acknowledged jobs that did not run, and what is left")
					.isEqualTo(List.of(Set.of(), List.of())));
			assertThat(workers.allRun()).as(() -> "workers run:\n" + workers.output()).isTrue();
		}
	}

	private static Pushes pushWhileServerIsKilled(Server queue) {
		AtomicBoolean over = new AtomicBoolean();
		try (ConfigurableApplicationContext context = QueueApplication.of()
			.run(QueueApplication.arguments(queue, "--valkey.queue.worker.enabled=false"))) {
			CompletableFuture<Pushes> pushes = CompletableFuture
				.supplyAsync(() -> push(context.getBean(JobClient.class), over));
			for (int kill = 0; kill < KILLS; kill++) {
				await().pollDelay(BETWEEN_KILLS).atMost(BETWEEN_KILLS.multipliedBy(2)).until(() -> true);
				queue.kill();
				queue.restart();
			}
			over.set(true);
			return pushes.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
		}
		finally {
			over.set(true);
		}
	}

	private static Pushes push(JobClient jobs, AtomicBoolean over) {
		Set<Integer> acknowledged = new HashSet<>();
		int failures = 0;
		for (int first = 0; !over.get() || acknowledged.size() < JOBS; first += BATCH) {
			List<Integer> numbers = IntStream.range(first, first + BATCH).boxed().toList();
			try {
				jobs.enqueueAll("write_row", numbers.stream().map(List::of).toList());
				acknowledged.addAll(numbers);
			}
			catch (DataAccessException ex) {
				failures++;
			}
			LockSupport.parkNanos(BETWEEN_PUSHES.toNanos());
		}
		return new Pushes(acknowledged, failures);
	}

	private static Set<Integer> missing(Pushes pushes, Rows rows) throws Exception {
		Set<Integer> missing = new TreeSet<>(pushes.acknowledged());
		missing.removeAll(new HashSet<>(rows.all()));
		return missing;
	}

	private record Pushes(Set<Integer> acknowledged, int failures) {

	}

}
