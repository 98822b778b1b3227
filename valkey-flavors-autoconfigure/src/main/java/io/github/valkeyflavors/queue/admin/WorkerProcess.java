package io.github.valkeyflavors.queue.admin;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A process that performs jobs, as it described itself at its last heartbeat.
 *
 * @param identity host name, process id and a random part
 * @param hostName the name of its host
 * @param pid its process id
 * @param tag the name of its application, empty if it has none
 * @param labels words that it is labelled with
 * @param version its version of Sidekiq, or of this library
 * @param startedAt when its worker started
 * @param beatAt when it was last alive, by its own clock
 * @param concurrency how many jobs it can run at the same time
 * @param quiet whether it takes no new jobs
 * @param queues the names of the queues that it takes jobs from
 * @param running the jobs that it ran, oldest first
 * @since 0.1.0
 */
public record WorkerProcess(String identity, String hostName, long pid, String tag, List<String> labels, String version,
		@Nullable Instant startedAt, @Nullable Instant beatAt, int concurrency, boolean quiet, List<String> queues,
		List<RunningJob> running) {

	/**
	 * Creates a process.
	 * @param identity host name, process id and a random part
	 * @param hostName the name of its host
	 * @param pid its process id
	 * @param tag the name of its application
	 * @param labels words that it is labelled with
	 * @param version its version of Sidekiq, or of this library
	 * @param startedAt when its worker started
	 * @param beatAt when it was last alive
	 * @param concurrency how many jobs it can run at the same time
	 * @param quiet whether it takes no new jobs
	 * @param queues the names of the queues
	 * @param running the jobs that it ran
	 */
	public WorkerProcess {
		labels = List.copyOf(labels);
		queues = List.copyOf(queues);
		running = List.copyOf(running);
	}

	/**
	 * A job that runs.
	 *
	 * @param thread the name of its thread
	 * @param queue the queue that it was taken from
	 * @param job the job
	 * @param startedAt when it started, to the second
	 * @since 0.1.0
	 */
	public record RunningJob(String thread, String queue, JobEntry job, @Nullable Instant startedAt) {

	}

}
