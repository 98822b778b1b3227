package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.ops.endpoint.ProblemException;
import io.github.valkeyflavors.queue.admin.JobEntry;
import io.github.valkeyflavors.queue.admin.JobQueues;
import io.github.valkeyflavors.queue.admin.JobSet;
import io.github.valkeyflavors.queue.admin.QueueSummary;
import io.github.valkeyflavors.queue.admin.WorkerProcess;

/**
 * Finds what callers of the endpoint name, and nothing else in its place. Thread-safe.
 * Each method throws {@link ProblemException} if there is no such thing, or more than
 * one.
 *
 * @param queues the queues
 * @param keys names entries
 */
record QueueLookup(JobQueues queues, JobKeys keys) {

	static final String QUEUES = "queues";

	static final String PROCESSES = "processes";

	static final String SERVER = "The server of the queue";

	private static final String KINDS = "queues, scheduled, retry, dead, processes";

	// Jobs of a queue that are read at once, and that are looked at altogether
	private static final int PART = 1_000;

	private static final int WINDOW = 10 * PART;

	JobSet set(String kind) {
		return switch (kind) {
			case "scheduled" -> this.queues.scheduled();
			case "retry" -> this.queues.retries();
			case "dead" -> this.queues.dead();
			case QUEUES, PROCESSES ->
				throw ProblemException.badRequest("This can be done with scheduled, retry and dead only.");
			default -> throw ProblemException
				.notFound("There is no '%s'. There are: %s.".formatted(ProblemException.shown(kind), KINDS));
		};
	}

	/**
	 * Returns a queue that somebody has pushed to or paused, so that a name that is
	 * mistyped changes nothing.
	 */
	QueueSummary queue(String name) {
		QueueSummary summary = this.queues.queue(Parameters.name(QUEUES, name));
		if (summary.size() == 0 && !summary.paused()
				&& this.queues.queues().stream().noneMatch((queue) -> queue.name().equals(name))) {
			throw ProblemException.notFound("There is no queue '%s'.".formatted(ProblemException.shown(name)));
		}
		return summary;
	}

	WorkerProcess process(String identity) {
		return this.queues.processes()
			.stream()
			.filter((process) -> process.identity().equals(identity))
			.findFirst()
			.orElseThrow(() -> noSuchProcess(identity));
	}

	static ProblemException noSuchProcess(String identity) {
		return ProblemException
			.notFound("There is no process '%s', or not any more.".formatted(ProblemException.shown(identity)));
	}

	JobEntry inSet(String kind, JobName name) {
		JobSet set = set(kind);
		Instant at = name.time();
		List<JobEntry> jobs = set.getAll(name.jid(), at);
		// Who has a time that was cut off on the way means one that begins with it
		boolean cut = at.equals(at.truncatedTo(ChronoUnit.MILLIS));
		return only(jobs.stream().filter((job) -> isAt(job, at, cut)).toList(), name, "'%s'".formatted(kind));
	}

	private static boolean isAt(JobEntry job, Instant at, boolean cut) {
		return job.at() != null && at.equals(cut ? job.at().truncatedTo(ChronoUnit.MILLIS) : job.at());
	}

	/**
	 * Returns a waiting job. It may have moved towards the front since it was listed.
	 */
	JobEntry inQueue(String queue, long offset, JobName name) {
		long first = Math.max(0, offset - PART);
		long last = Math.min(queue(queue).size(), first + WINDOW);
		List<JobEntry> jobs = new ArrayList<>();
		// From the back to the front, as a job that moves does not escape
		for (long from = first + (last - first) / PART * PART; from >= first; from -= PART) {
			this.queues.jobs(queue, from, PART)
				.stream()
				.filter((job) -> job.jid().equals(name.jid()))
				.forEach(jobs::add);
		}
		return only(jobs.stream().distinct().toList(), name,
				"the %d jobs of queue '%s' after the first %d".formatted(WINDOW, ProblemException.shown(queue), first));
	}

	private JobEntry only(List<JobEntry> jobs, JobName name, String place) {
		String key = name.key();
		List<JobEntry> found = (key != null) ? jobs.stream().filter((job) -> this.keys.of(job).equals(key)).toList()
				: jobs;
		if (found.isEmpty()) {
			throw gone(name, place);
		}
		if (found.size() > 1) {
			throw ProblemException
				.conflict("There are %d jobs '%s' in %s. Say which one by 'key', as the list shows it."
					.formatted(found.size(), name.text(), place));
		}
		return found.get(0);
	}

	/**
	 * Asks the server.
	 */
	static <T> T ask(Supplier<T> operation) {
		try {
			return operation.get();
		}
		catch (DataAccessException ex) {
			throw ProblemException.of(SERVER, ex);
		}
	}

	static ProblemException gone(JobName name, String place) {
		return ProblemException
			.notFound("There is no job '%s' like this in %s, or not any more. Look at the list again."
				.formatted(name.text(), place));
	}

	/**
	 * How a caller names a job.
	 *
	 * @param text its jid, or {@code -}
	 * @param at its time in a set
	 * @param key its key
	 */
	record JobName(String text, @Nullable String at, @Nullable String key) {

		JobName {
			Parameters.jid(text);
			Parameters.key(key);
		}

		String jid() {
			return Parameters.jid(this.text);
		}

		Instant time() {
			return Parameters.at(this.at);
		}

		/**
		 * Entries without a jid are alike: if one of them is gone, another one must not
		 * suffer in its place.
		 */
		JobName toChange() {
			if (jid().isEmpty() && this.key == null) {
				throw ProblemException
					.badRequest("'key' is missing: it names an entry that has no jid, and the list shows it.");
			}
			return this;
		}

		@Override
		public String toString() {
			return this.text + ((this.at != null) ? " at " + this.at : "")
					+ ((this.key != null) ? " with key " + this.key : "");
		}

	}

}
