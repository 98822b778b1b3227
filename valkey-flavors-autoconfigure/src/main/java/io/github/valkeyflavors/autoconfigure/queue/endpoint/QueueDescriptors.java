package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.valkeyflavors.queue.admin.QueueStatistics;
import io.github.valkeyflavors.queue.admin.QueueSummary;

/**
 * What the endpoint {@code valkeyqueues} answers. All values are immutable.
 *
 * @since 0.1.0
 */
public final class QueueDescriptors {

	private QueueDescriptors() {
	}

	/**
	 * All queues at a glance.
	 *
	 * @param statistics the counts over all queues, or {@code null} if the server did not
	 * tell
	 * @param queues the queues, or {@code null} if the server did not tell
	 * @param problems why it did not, by part
	 * @since 0.1.0
	 */
	public record Overview(@Nullable QueueStatistics statistics, @Nullable List<QueueSummary> queues,
			Map<String, String> problems) implements OperationResponseBody {

	}

	/**
	 * The queues.
	 *
	 * @param queues the queues, by name
	 * @since 0.1.0
	 */
	public record Queues(List<QueueSummary> queues) implements OperationResponseBody {

	}

	/**
	 * A page of a queue.
	 *
	 * @param queue the queue
	 * @param offset how many jobs were skipped
	 * @param limit how many jobs were asked for
	 * @param jobs the jobs, next one first
	 * @since 0.1.0
	 */
	public record QueuePage(QueueSummary queue, long offset, int limit,
			List<Job> jobs) implements OperationResponseBody {

	}

	/**
	 * A page of a set.
	 *
	 * @param set the name of the set
	 * @param size how many jobs it has
	 * @param offset how many jobs were skipped
	 * @param limit how many jobs were asked for
	 * @param jobs the jobs by their time
	 * @since 0.1.0
	 */
	public record SetPage(String set, long size, long offset, int limit,
			List<Job> jobs) implements OperationResponseBody {

	}

	/**
	 * What a search found in a part of a set.
	 *
	 * @param set the name of the set
	 * @param jobs the jobs
	 * @param next where to go on, as the parameter {@code part}; {@code null} if all has
	 * been seen
	 * @since 0.1.0
	 */
	public record Found(String set, List<Job> jobs, @Nullable String next) implements OperationResponseBody {

	}

	/**
	 * A job.
	 *
	 * @param key names this very entry to the process that answers, as long as that
	 * lives; {@code null} if the job runs
	 * @param jid its id, empty if the entry is no job
	 * @param type its type, {@code ?} if the entry is no job
	 * @param queue the name of its queue
	 * @param arguments its arguments as the text of a JSON array, or {@code ******}
	 * @param tags words to find it by
	 * @param at when it is due, or when it died
	 * @param createdAt when it was created
	 * @param enqueuedAt when it was pushed to its queue last
	 * @param retryCount how often it was retried
	 * @param failure how it failed last
	 * @since 0.1.0
	 */
	public record Job(@Nullable String key, String jid, String type, String queue, String arguments, List<String> tags,
			@Nullable Instant at, @Nullable Instant createdAt, @Nullable Instant enqueuedAt,
			@Nullable Integer retryCount, @Nullable Failure failure) implements OperationResponseBody {

	}

	/**
	 * How a job failed.
	 *
	 * @param errorClass the kind of the error
	 * @param errorMessage the text of the error
	 * @param failedAt when it failed first
	 * @param backtrace the lines of the stack trace that the job keeps, in the answer
	 * about one job only
	 * @since 0.1.0
	 */
	public record Failure(String errorClass, String errorMessage, @Nullable Instant failedAt,
			@Nullable List<String> backtrace) {

	}

	/**
	 * The processes that perform jobs.
	 *
	 * @param processes the processes, by identity
	 * @since 0.1.0
	 */
	public record Processes(List<JobProcess> processes) implements OperationResponseBody {

	}

	/**
	 * A process that performs jobs, as it was at its last heartbeat.
	 *
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
	 * @param queues the names of the queues that it takes jobs from
	 * @param running the jobs that it ran, oldest first
	 * @since 0.1.0
	 */
	public record JobProcess(String identity, String hostName, long pid, String tag, List<String> labels,
			String version, @Nullable Instant startedAt, @Nullable Instant beatAt, int concurrency, boolean quiet,
			List<String> queues, List<Running> running) implements OperationResponseBody {

	}

	/**
	 * A job that runs.
	 *
	 * @param thread the name of its thread
	 * @param queue the queue that it was taken from
	 * @param startedAt when it started
	 * @param job the job
	 * @since 0.1.0
	 */
	public record Running(String thread, String queue, @Nullable Instant startedAt, Job job) {

	}

	/**
	 * What was changed.
	 *
	 * @param action what was done
	 * @param kind the kind of thing that it was done to
	 * @param name its name, for a job of a queue {@code <queue>/<jid>}
	 * @param changed how many jobs, queues or processes are different now
	 * @since 0.1.0
	 */
	public record Change(String action, String kind, String name, long changed) implements OperationResponseBody {

	}

}
