package io.github.valkeyflavors.queue.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Jobs that are pushed by one command: up to 1,000 of one queue, or 16 MB. Immutable and
 * thread-safe.
 *
 * @param queue the name of the queue, or {@code null} for jobs that are for later
 * @param jobs the jobs, in the order in which they were enqueued
 * @since 0.1.0
 */
public record JobBatch(@Nullable String queue, List<NewJob> jobs) {

	private static final int MAX_JOBS = 1_000;

	private static final long MAX_BYTES = 16 * 1_024 * 1_024;

	/**
	 * Creates a batch.
	 * @param queue the name of the queue
	 * @param jobs the jobs
	 */
	public JobBatch {
		jobs = List.copyOf(jobs);
	}

	/**
	 * Puts jobs together by their queue, in their order, those for later at the end.
	 * @param jobs the jobs
	 * @param now the time by the wall clock
	 * @return the batches
	 */
	public static List<JobBatch> split(List<NewJob> jobs, Instant now) {
		Map<String, List<NewJob>> queues = new LinkedHashMap<>();
		List<NewJob> waiting = new ArrayList<>();
		for (NewJob job : jobs) {
			(job.waits(now) ? waiting : queues.computeIfAbsent(job.queue(), (queue) -> new ArrayList<>())).add(job);
		}
		List<JobBatch> batches = new ArrayList<>();
		queues.forEach((queue, ready) -> addTo(batches, queue, ready));
		addTo(batches, null, waiting);
		return batches;
	}

	private static void addTo(List<JobBatch> batches, @Nullable String queue, List<NewJob> jobs) {
		int from = 0;
		long bytes = 0;
		for (int i = 0; i < jobs.size(); i++) {
			bytes += jobs.get(i).size();
			if (i > from && (i - from == MAX_JOBS || bytes > MAX_BYTES)) {
				batches.add(new JobBatch(queue, jobs.subList(from, i)));
				from = i;
				bytes = jobs.get(i).size();
			}
		}
		if (from < jobs.size()) {
			batches.add(new JobBatch(queue, jobs.subList(from, jobs.size())));
		}
	}

}
