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

	private static final int PROCESSES = 2;

	private static final int KILLS = 3;

	private static final Duration BETWEEN_KILLS = Duration.ofSeconds(10);

	private static final Duration BETWEEN_PUSHES = Duration.ofMillis(1);

	private static final Duration JOB_DURATION = Duration.ofMillis(1);

	private static final int LEAST_PUSHES = 1000;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

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

			assertThat(pushes.acknowledged()).as("acknowledged pushes").hasSizeGreaterThan(LEAST_PUSHES);
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
			await().pollDelay(BETWEEN_KILLS.dividedBy(2)).until(() -> true);
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
		for (int number = 0; !over.get(); number++) {
			try {
				jobs.enqueue("write_row", number);
				acknowledged.add(number);
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
