package io.github.valkeyflavors.queue.outage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.queue.protocol.JobPayload;

/**
 * Says in the log which jobs something happened to: all of them, several in a line.
 */
final class JobList {

	private static final int IN_A_LINE = 20;

	private JobList() {
	}

	static String count(int jobs, String what) {
		return (jobs == 1) ? "1 job is " + what : "%,d jobs are %s".formatted(jobs, what);
	}

	/**
	 * Lists jobs by their type and jid.
	 * @param jobs the jobs
	 * @param uncertain the ids of those that may have reached the server
	 * @return the lines
	 */
	static List<String> lines(List<NewJob> jobs, Collection<String> uncertain) {
		Set<String> marked = new HashSet<>(uncertain);
		List<String> lines = new ArrayList<>();
		for (int from = 0; from < jobs.size(); from += IN_A_LINE) {
			int to = Math.min(jobs.size(), from + IN_A_LINE);
			lines.add("Jobs %d to %d of %d: %s".formatted(from + 1, to, jobs.size(),
					String.join(", ", jobs.subList(from, to).stream().map((job) -> name(job, marked)).toList())));
		}
		return lines;
	}

	private static String name(NewJob job, Set<String> uncertain) {
		JobPayload payload = job.payload();
		return payload.type() + " " + job.jid() + (uncertain.contains(job.jid()) ? " (perhaps pushed)" : "");
	}

}
