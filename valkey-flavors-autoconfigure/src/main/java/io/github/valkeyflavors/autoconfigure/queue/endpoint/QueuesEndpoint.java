package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Change;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Found;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.JobProcess;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Overview;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Processes;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.QueuePage;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Queues;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.SetPage;
import io.github.valkeyflavors.ops.endpoint.ProblemException;
import io.github.valkeyflavors.queue.admin.JobEntry;
import io.github.valkeyflavors.queue.admin.JobQueues;
import io.github.valkeyflavors.queue.admin.JobSet;
import io.github.valkeyflavors.queue.admin.QueueStatistics;
import io.github.valkeyflavors.queue.admin.QueueSummary;

/**
 * Actuator endpoint {@code valkeyqueues}: queues, the sets of scheduled, failed and dead
 * jobs, and the processes that perform jobs. The first part of a path is the kind:
 * {@code queues}, {@code scheduled}, {@code retry}, {@code dead} or {@code processes}.
 * Changing something needs {@code management.endpoint.valkeyqueues.access=unrestricted}.
 * <p>
 * Arguments of jobs are hidden unless
 * {@code management.endpoint.valkeyqueues.show-values} says otherwise. Thread-safe. Every
 * operation throws {@link ProblemException} if it is not carried out. Keys are written as
 * {@link JobQueues} says.
 *
 * @since 0.1.0
 */
@RegisterReflectionForBinding({ Found.class, JobProcess.class, Processes.class, QueuePage.class, Queues.class,
		SetPage.class })
@Endpoint(id = "valkeyqueues", defaultAccess = Access.READ_ONLY)
public final class QueuesEndpoint {

	private static final String SERVER = "The server of the queue";

	private static final String QUEUES = "queues";

	private static final String PROCESSES = "processes";

	private static final String KINDS = "queues, scheduled, retry, dead, processes";

	private final JobQueues queues;

	private final boolean showValues;

	/**
	 * Creates the endpoint.
	 * @param queues the queues
	 * @param showValues when to show the arguments of jobs; who uses JMX counts as
	 * authorized
	 */
	public QueuesEndpoint(JobQueues queues, Show showValues) {
		this.queues = queues;
		this.showValues = showValues.isShown(true);
	}

	/**
	 * Returns all queues and the counts over them.
	 * @return the overview
	 */
	@ReadOperation
	public Overview overview() {
		Map<String, String> problems = new LinkedHashMap<>();
		QueueStatistics statistics = part("statistics", this.queues::statistics, problems);
		List<QueueSummary> summaries = part(QUEUES, this.queues::queues, problems);
		return new Overview(statistics, summaries, problems);
	}

	// One part that fails leaves the other one, but if both fail there is no answer
	private static <T> @Nullable T part(String name, Supplier<T> read, Map<String, String> problems) {
		try {
			return read.get();
		}
		catch (DataAccessException ex) {
			if (!problems.isEmpty()) {
				throw ProblemException.of(SERVER, ex);
			}
			problems.put(name, ProblemException.describe(SERVER, ex));
			return null;
		}
	}

	/**
	 * Returns what there is of a kind.
	 * @param kind {@code queues}, {@code scheduled}, {@code retry}, {@code dead} or
	 * {@code processes}
	 * @param offset how many jobs of a set to skip
	 * @param limit the largest number of jobs of a set, 1 to 1,000, 50 unless given
	 * @param find a text to look for in a set, part by part, instead of a page
	 * @param part where to go on: {@code next} of the last answer
	 * @return the {@link Queues}, {@link SetPage}, {@link Found} or {@link Processes}
	 */
	@ReadOperation
	public Object list(@Selector String kind, @Nullable String offset, @Nullable String limit, @Nullable String find,
			@Nullable String part) {
		return listWith(kind, new PageRequest(offset, limit), find, part, new JobDescriptions(this.showValues));
	}

	Object listWith(String kind, PageRequest page, @Nullable String find, @Nullable String part, JobDescriptions jobs) {
		return ask(() -> switch (kind) {
			case QUEUES -> new Queues(this.queues.queues());
			case PROCESSES -> new Processes(this.queues.processes().stream().map(jobs::of).toList());
			default -> (find != null) ? find(kind, find, part, jobs) : page(kind, page, jobs);
		});
	}

	private SetPage page(String kind, PageRequest page, JobDescriptions jobs) {
		JobSet set = set(kind);
		return new SetPage(kind, set.size(), page.offset(), page.limit(),
				jobs.of(set.jobs(page.offset(), page.limit())));
	}

	private Found find(String kind, String text, @Nullable String part, JobDescriptions jobs) {
		JobSet set = set(kind);
		if (text.isEmpty()) {
			throw ProblemException.badRequest("'find' is empty.");
		}
		try {
			JobSet.Found found = set.find(text, part);
			return new Found(kind, jobs.of(found.jobs().stream().filter((entry) -> jobs.shows(entry, text)).toList()),
					found.next());
		}
		catch (IllegalArgumentException ex) {
			throw ProblemException.badRequest("'part' must be what the last answer called 'next'.");
		}
	}

	/**
	 * Returns a page of a queue, a job of a set, or a process.
	 * @param kind the kind
	 * @param name the name of the queue, the id of the job ({@code -} if it has none), or
	 * the identity of the process
	 * @param offset how many jobs of a queue to skip
	 * @param limit the largest number of jobs of a queue, 1 to 1,000, 50 unless given
	 * @param at the time of the job, as the list of the set shows it
	 * @return the {@link QueuePage}, {@link QueueDescriptors.Job} or {@link JobProcess}
	 */
	@ReadOperation
	public Object entry(@Selector String kind, @Selector String name, @Nullable String offset, @Nullable String limit,
			@Nullable String at) {
		return entryWith(kind, name, new PageRequest(offset, limit), at, new JobDescriptions(this.showValues));
	}

	Object entryWith(String kind, String name, PageRequest page, @Nullable String at, JobDescriptions jobs) {
		return ask(() -> switch (kind) {
			case QUEUES -> queue(Parameters.name(kind, name), page, jobs);
			case PROCESSES -> this.queues.processes()
				.stream()
				.filter((process) -> process.identity().equals(name))
				.findFirst()
				.map(jobs::of)
				.orElseThrow(() -> noSuchProcess(name));
			default -> jobs.of(job(kind, name, at), true);
		});
	}

	private QueuePage queue(String name, PageRequest page, JobDescriptions jobs) {
		QueueSummary summary = this.queues.queue(name);
		if (summary.size() == 0 && !summary.paused()
				&& this.queues.queues().stream().noneMatch((queue) -> queue.name().equals(name))) {
			throw ProblemException.notFound("There is no queue '%s'.".formatted(ProblemException.shown(name)));
		}
		return new QueuePage(summary, page.offset(), page.limit(),
				jobs.of(this.queues.jobs(name, page.offset(), page.limit())));
	}

	/**
	 * Changes something.
	 * @param kind the kind
	 * @param name the name of the queue, the id of the job, or the identity of the
	 * process
	 * @param action {@code pause} or {@code resume} a queue, {@code enqueue} or
	 * {@code kill} a job of a set, {@code quiet} or {@code stop} a process
	 * @param at the time of the job, as the list of the set shows it
	 * @return what was changed
	 */
	@WriteOperation
	public Change change(@Selector String kind, @Selector String name, @Nullable String action, @Nullable String at) {
		String asked = (action != null) ? action : "";
		long changed = ask(() -> switch (kind) {
			case QUEUES -> changeQueue(Parameters.name(kind, name), asked);
			case PROCESSES -> changeProcess(name, asked);
			default -> changeJob(kind, name, asked, at);
		});
		return new Change(asked, kind, name, changed);
	}

	private long changeQueue(String queue, String action) {
		boolean changed = switch (action) {
			case "pause" -> this.queues.pause(queue);
			case "resume" -> this.queues.resume(queue);
			default -> throw noSuchAction(action, "pause or resume");
		};
		return changed ? 1 : 0;
	}

	private long changeProcess(String identity, String action) {
		if (!action.equals("quiet") && !action.equals("stop")) {
			throw noSuchAction(action, "quiet or stop");
		}
		// The name becomes a key, so it must be that of a process
		boolean known = this.queues.processes().stream().anyMatch((process) -> process.identity().equals(identity));
		if (!known || !(action.equals("quiet") ? this.queues.quiet(identity) : this.queues.stop(identity))) {
			throw noSuchProcess(identity);
		}
		return 1;
	}

	private long changeJob(String kind, String jid, String action, @Nullable String at) {
		JobSet set = set(kind);
		if (!action.equals("enqueue") && !action.equals("kill")) {
			throw noSuchAction(action, "enqueue or kill");
		}
		JobEntry job = job(kind, jid, at);
		if (action.equals("enqueue") && job.type().equals(JobEntry.UNKNOWN_TYPE)) {
			throw ProblemException.badRequest("This entry is no job: it can be deleted or killed, but not enqueued.");
		}
		if (!(action.equals("enqueue") ? set.enqueue(job) : set.kill(job))) {
			throw noSuchJob(kind, jid);
		}
		return 1;
	}

	/**
	 * Removes all waiting jobs of a queue, or one job of a set.
	 * @param kind {@code queues}, {@code scheduled}, {@code retry} or {@code dead}
	 * @param name the name of the queue, or the id of the job
	 * @param at the time of the job, as the list of the set shows it
	 * @return what was removed
	 */
	@DeleteOperation
	public Change delete(@Selector String kind, @Selector String name, @Nullable String at) {
		long changed = ask(() -> {
			if (kind.equals(QUEUES)) {
				return this.queues.clear(Parameters.name(kind, name));
			}
			if (!set(kind).delete(job(kind, name, at))) {
				throw noSuchJob(kind, name);
			}
			return 1L;
		});
		return new Change("delete", kind, name, changed);
	}

	/**
	 * Removes all jobs of a set.
	 * @param kind {@code scheduled}, {@code retry} or {@code dead}
	 * @param all {@code true}, lest a path that was cut off removes everything
	 * @return what was removed
	 */
	@DeleteOperation
	public Change clear(@Selector String kind, @Nullable String all) {
		JobSet set = set(kind);
		if (!"true".equals(all)) {
			throw ProblemException
				.badRequest("This would remove all jobs of '%s'. If you want that, add 'all=true'.".formatted(kind));
		}
		return new Change("clear", kind, kind, ask(set::clear));
	}

	private JobSet set(String kind) {
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

	private JobEntry job(String kind, String name, @Nullable String at) {
		JobSet set = set(kind);
		String jid = Parameters.jid(name);
		Instant time = Parameters.at(at);
		return set.get(jid, time).orElseThrow(() -> noSuchJob(kind, name));
	}

	private static ProblemException noSuchJob(String kind, String jid) {
		return ProblemException
			.notFound("There is no job '%s' with this time in '%s', or not any more.".formatted(jid, kind));
	}

	private static ProblemException noSuchProcess(String identity) {
		return ProblemException
			.notFound("There is no process '%s', or not any more.".formatted(ProblemException.shown(identity)));
	}

	private static ProblemException noSuchAction(String action, String actions) {
		return ProblemException
			.badRequest("'action' must be %s, but is '%s'.".formatted(actions, ProblemException.shown(action)));
	}

	private static <T> T ask(Supplier<T> operation) {
		try {
			return operation.get();
		}
		catch (DataAccessException ex) {
			throw ProblemException.of(SERVER, ex);
		}
	}

	/**
	 * A page as it is asked for.
	 */
	record PageRequest(long offset, int limit) {

		PageRequest(@Nullable String offset, @Nullable String limit) {
			this(Parameters.offset(offset), Parameters.limit(limit));
		}

	}

}
