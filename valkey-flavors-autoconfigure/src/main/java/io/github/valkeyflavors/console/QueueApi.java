package io.github.valkeyflavors.console;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.admin.JobEntry;
import io.github.valkeyflavors.queue.admin.JobQueues;
import io.github.valkeyflavors.queue.admin.JobSet;
import io.github.valkeyflavors.queue.admin.QueueStatistics;
import io.github.valkeyflavors.queue.admin.QueueSummary;
import io.github.valkeyflavors.queue.admin.WorkerProcess;

/**
 * What the page reads about queues, sets and processes.
 */
final class QueueApi {

	private final JobQueues queues;

	QueueApi(JobQueues queues) {
		this.queues = queues;
	}

	QueueStatistics counts() {
		return this.queues.statistics();
	}

	List<QueueView> queues() {
		return this.queues.queues().stream().map(QueueView::of).toList();
	}

	JobsView jobs(ConsoleRequest request) {
		String name = request.required("queue");
		long offset = request.offset();
		QueueSummary queue = known(this.queues, name);
		checkPage(offset, queue.size());
		return new JobsView(queue.size(), offset, views(this.queues.jobs(name, offset, request.limit())),
				QueueView.of(queue));
	}

	JobsView set(ConsoleRequest request) {
		JobSet set = set(this.queues, request.required("set"));
		long offset = request.offset();
		long size = set.size();
		checkPage(offset, size);
		return new JobsView(size, offset, views(set.jobs(offset, request.limit())), null);
	}

	FoundView find(ConsoleRequest request) {
		JobSet set = set(this.queues, request.required("set"));
		String text = request.required("text");
		try {
			JobSet.Found found = set.find(text, request.text("part"));
			return new FoundView(views(found.jobs()), found.next());
		}
		catch (IllegalArgumentException ex) {
			throw ConsoleRequest.bad("'part' must be what the last answer called 'next'.");
		}
	}

	List<ProcessView> processes() {
		return this.queues.processes().stream().map(ProcessView::of).toList();
	}

	static QueueSummary known(JobQueues queues, String name) {
		return queues.queues()
			.stream()
			.filter((queue) -> queue.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new ConsoleProblem(404, "There is no queue '%s', or it was cleared.".formatted(name)));
	}

	static JobSet set(JobQueues queues, String name) {
		return switch (name) {
			case "scheduled" -> queues.scheduled();
			case "retry" -> queues.retries();
			case "dead" -> queues.dead();
			default ->
				throw new ConsoleProblem(404, "There is no set '%s', only scheduled, retry and dead.".formatted(name));
		};
	}

	private static void checkPage(long offset, long size) {
		if (offset > 0 && offset >= size) {
			throw new ConsoleProblem(404,
					String.format(Locale.ROOT, "There are %,d jobs, so no page begins after %,d.", size, offset));
		}
	}

	private static List<JobView> views(List<JobEntry> jobs) {
		return jobs.stream().map(JobView::of).toList();
	}

	/**
	 * A page of jobs.
	 */
	record JobsView(long size, long offset, List<JobView> jobs, @Nullable QueueView queue) {

	}

	/**
	 * What a part of a search found.
	 */
	record FoundView(List<JobView> jobs, @Nullable String next) {

	}

	/**
	 * A queue.
	 */
	record QueueView(String name, long size, long latencyMillis, boolean paused) {

		static QueueView of(QueueSummary queue) {
			return new QueueView(queue.name(), queue.size(), queue.latency().toMillis(), queue.paused());
		}

	}

	/**
	 * A process, with what it runs.
	 */
	record ProcessView(String identity, String hostName, long pid, String tag, List<String> labels, String version,
			@Nullable Instant startedAt, @Nullable Instant beatAt, int concurrency, boolean quiet, List<String> queues,
			List<RunningView> running) {

		static ProcessView of(WorkerProcess process) {
			return new ProcessView(process.identity(), process.hostName(), process.pid(), process.tag(),
					process.labels(), process.version(), process.startedAt(), process.beatAt(), process.concurrency(),
					process.quiet(), process.queues(), process.running().stream().map(RunningView::of).toList());
		}

	}

	/**
	 * A job that runs.
	 */
	record RunningView(String thread, JobView job, @Nullable Instant startedAt) {

		static RunningView of(WorkerProcess.RunningJob running) {
			return new RunningView(running.thread(), JobView.of(running.job()), running.startedAt());
		}

	}

}
