package io.github.valkeyflavors.autoconfigure.queue.endpoint;

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
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueLookup.JobName;
import io.github.valkeyflavors.ops.endpoint.ProblemException;
import io.github.valkeyflavors.ops.endpoint.WriteLog;
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
 * operation throws {@link ProblemException} if it is not carried out. What is changed is
 * logged, with the name of the user if it has come over HTTP. Keys are written as
 * {@link JobQueues} says.
 *
 * @since 0.1.0
 */
@RegisterReflectionForBinding({ Found.class, JobProcess.class, Processes.class, QueuePage.class, Queues.class,
		SetPage.class })
@Endpoint(id = "valkeyqueues", defaultAccess = Access.READ_ONLY)
public final class QueuesEndpoint {

	private final JobQueues queues;

	private final QueueLookup lookup;

	private final boolean showValues;

	/**
	 * Creates the endpoint.
	 * @param queues the queues
	 * @param showValues when to show the arguments of jobs; who uses JMX counts as
	 * authorized
	 */
	public QueuesEndpoint(JobQueues queues, Show showValues) {
		this.queues = queues;
		this.lookup = new QueueLookup(queues, new JobKeys());
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
		List<QueueSummary> summaries = part(QueueLookup.QUEUES, this.queues::queues, problems);
		return new Overview(statistics, summaries, problems);
	}

	// One part that fails leaves the other one, but if both fail there is no answer
	private static <T> @Nullable T part(String name, Supplier<T> read, Map<String, String> problems) {
		try {
			return read.get();
		}
		catch (DataAccessException ex) {
			if (!problems.isEmpty()) {
				throw ProblemException.of(QueueLookup.SERVER, ex);
			}
			problems.put(name, ProblemException.describe(QueueLookup.SERVER, ex));
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
		return listWith(kind, new PageRequest(offset, limit), find, part, descriptions(this.showValues));
	}

	Object listWith(String kind, PageRequest page, @Nullable String find, @Nullable String part, JobDescriptions jobs) {
		return QueueLookup.ask(() -> switch (kind) {
			case QueueLookup.QUEUES -> new Queues(this.queues.queues());
			case QueueLookup.PROCESSES -> new Processes(this.queues.processes().stream().map(jobs::of).toList());
			default -> (find != null) ? find(kind, find, part, jobs) : page(kind, page, jobs);
		});
	}

	private SetPage page(String kind, PageRequest page, JobDescriptions jobs) {
		JobSet set = this.lookup.set(kind);
		return new SetPage(kind, page.within(set.size()), page.offset(), page.limit(),
				jobs.of(set.jobs(page.offset(), page.limit())));
	}

	private Found find(String kind, String text, @Nullable String part, JobDescriptions jobs) {
		JobSet set = this.lookup.set(kind);
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
	 * @param key the key of the job, as the list shows it, if there are several
	 * @return the {@link QueuePage}, {@link QueueDescriptors.Job} or {@link JobProcess}
	 */
	@ReadOperation
	public Object entry(@Selector String kind, @Selector String name, @Nullable String offset, @Nullable String limit,
			@Nullable String at, @Nullable String key) {
		return entryWith(kind, name, new PageRequest(offset, limit), at, key, descriptions(this.showValues));
	}

	Object entryWith(String kind, String name, PageRequest page, @Nullable String at, @Nullable String key,
			JobDescriptions jobs) {
		return QueueLookup.ask(() -> switch (kind) {
			case QueueLookup.QUEUES -> queue(name, page, jobs);
			case QueueLookup.PROCESSES -> jobs.of(this.lookup.process(name));
			default -> {
				this.lookup.set(kind);
				yield jobs.of(this.lookup.inSet(kind, new JobName(name, at, key)), true);
			}
		});
	}

	private QueuePage queue(String name, PageRequest page, JobDescriptions jobs) {
		QueueSummary summary = this.lookup.queue(name);
		page.within(summary.size());
		return new QueuePage(summary, page.offset(), page.limit(),
				jobs.of(this.queues.jobs(name, page.offset(), page.limit())));
	}

	JobDescriptions descriptions(boolean showValues) {
		return new JobDescriptions(this.lookup.keys(), showValues);
	}

	/**
	 * Changes something.
	 * @param kind the kind
	 * @param name the name of the queue, which must be a known one, the id of the job, or
	 * the identity of the process
	 * @param action {@code pause} or {@code resume} a queue, {@code enqueue} or
	 * {@code kill} a job of a set, {@code quiet} or {@code stop} a process
	 * @param at the time of the job, as the list of the set shows it
	 * @param key the key of the job, as the list shows it, if it has no id or there are
	 * several
	 * @return what was changed
	 */
	@WriteOperation
	public Change change(@Selector String kind, @Selector String name, @Nullable String action, @Nullable String at,
			@Nullable String key) {
		return changes(WriteLog.JMX).change(kind, name, action, at, key);
	}

	/**
	 * Removes all waiting jobs of a queue, or one job of a set.
	 * @param kind {@code queues}, {@code scheduled}, {@code retry} or {@code dead}
	 * @param name the name of the queue, which must be a known one, or the id of the job
	 * @param at the time of the job, as the list of the set shows it
	 * @param key the key of the job, as the list shows it, if it has no id or there are
	 * several
	 * @return what was removed
	 */
	@DeleteOperation
	public Change delete(@Selector String kind, @Selector String name, @Nullable String at, @Nullable String key) {
		return changes(WriteLog.JMX).delete(kind, name, at, key);
	}

	/**
	 * Removes one waiting job of a queue. It is looked for among 10,000 jobs, from 1,000
	 * before where it was listed.
	 * @param kind the kind, which must be that of queues
	 * @param queue the name of the queue
	 * @param job the id of the job ({@code -} if it has none)
	 * @param offset how many jobs the page that showed it skipped, 0 unless given
	 * @param key the key of the job, as the list shows it, if it has no id or there are
	 * several
	 * @return what was removed
	 */
	@DeleteOperation
	public Change deleteWaiting(@Selector String kind, @Selector String queue, @Selector String job,
			@Nullable String offset, @Nullable String key) {
		return changes(WriteLog.JMX).deleteWaiting(kind, queue, job, offset, key);
	}

	/**
	 * Removes all jobs of a set.
	 * @param kind {@code scheduled}, {@code retry} or {@code dead}
	 * @param all {@code true}, lest a path that was cut off removes everything
	 * @return what was removed
	 */
	@DeleteOperation
	public Change clear(@Selector String kind, @Nullable String all) {
		return changes(WriteLog.JMX).clear(kind, all);
	}

	QueueChanges changes(String caller) {
		return new QueueChanges(this.lookup, caller);
	}

	/**
	 * A page as it is asked for.
	 */
	record PageRequest(long offset, int limit) {

		PageRequest(@Nullable String offset, @Nullable String limit) {
			this(Parameters.offset(offset), Parameters.limit(limit));
		}

		/**
		 * Returns the size of what is paged through if the page begins in it.
		 */
		long within(long size) {
			if (this.offset > 0 && this.offset >= size) {
				throw ProblemException.badRequest(
						"The page is out of range: there are %d jobs, 'offset' is %d.".formatted(size, this.offset));
			}
			return size;
		}

	}

}
