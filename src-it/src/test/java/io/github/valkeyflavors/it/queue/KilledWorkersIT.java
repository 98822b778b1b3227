package io.github.valkeyflavors.it.queue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code kill -9} of one worker process after the other loses no job, and repeats few.
 */
@ValkeyServers
class KilledWorkersIT {

	private static final int JOBS = 100_000;

	private static final int PROCESSES = 5;

	private static final Duration BETWEEN_KILLS = Duration.ofSeconds(1);

	private static final Duration KILLING = Duration.ofSeconds(60);

	// 25 threads then need 56 s for all jobs, if no process were ever away
	private static final Duration JOB_DURATION = Duration.ofMillis(14);

	private static final int LEAST_KILLS = 40;

	private static final int LEAST_KILLS_IN_HAND = 20;

	private static final Duration PATIENCE = Duration.ofMinutes(4);

	@TempDir
	Path folder;

	@Test
	void losesNoJobAndRepeatsFew(Servers servers) throws Exception {
		Server queue = servers.server("queue");
		try (Rows rows = new Rows(); RowWorkers workers = new RowWorkers(queue, rows, JOB_DURATION, this.folder)) {
			QueueState state = new QueueState(queue);
			state.push("write_row", IntStream.range(0, JOBS));
			IntStream.range(0, PROCESSES).forEach((number) -> workers.start());

			Kills kills = killWhileJobsAreLeft(workers, state);

			await().pollInterval(Duration.ofSeconds(1))
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(List.of(rows.jobs(), state.unfinished()))
					.as(() -> "jobs that ran, and what is left")
					.isEqualTo(List.of(JOBS, List.of())));
			assertThat(kills.withJobsLeft()).as("kills while jobs were left").isGreaterThanOrEqualTo(LEAST_KILLS);
			assertThat(kills.withJobsInHand()).as("kills of a process with jobs in hand")
				.isGreaterThanOrEqualTo(LEAST_KILLS_IN_HAND);
			assertThat(workers.allRun()).as(() -> "workers run:\n" + workers.output()).isTrue();
			assertThat(rows.repeatedJobs()).as("jobs that ran twice").isLessThan(JOBS / 100);
		}
	}

	// A slow machine needs more time for as many kills, because a process starts first
	private static Kills killWhileJobsAreLeft(RowWorkers workers, QueueState state) {
		int withJobsLeft = 0;
		int withJobsInHand = 0;
		long start = System.nanoTime();
		while (isWithin(KILLING, start) || (withJobsLeft < LEAST_KILLS && isWithin(PATIENCE, start))) {
			await().pollDelay(BETWEEN_KILLS)
				.atMost(PATIENCE)
				.until(() -> state.isInHandOf(workers.oldest()) || state.waiting() == 0);
			long killed = workers.replaceOldest();
			withJobsLeft += (state.waiting() > 0) ? 1 : 0;
			withJobsInHand += state.isInHandOf(killed) ? 1 : 0;
		}
		return new Kills(withJobsLeft, withJobsInHand);
	}

	private static boolean isWithin(Duration duration, long start) {
		return System.nanoTime() - start < duration.toNanos();
	}

	private record Kills(int withJobsLeft, int withJobsInHand) {

	}

}
