package io.github.valkeyflavors.console;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.admin.JobEntry;
import io.github.valkeyflavors.queue.admin.JobQueues;
import io.github.valkeyflavors.queue.admin.JobSet;

/**
 * What operators do to queues, sets and processes. Each action is logged in one line with
 * the name of the user.
 */
final class QueueActions {

	private static final Log logger = LogFactory.getLog(QueueActions.class);

	// Jobs move towards the front while the page is looked at
	private static final int WINDOW = 1_000;

	private static final int WINDOWS = 10;

	private final JobQueues queues;

	private final String user;

	QueueActions(JobQueues queues, String user) {
		this.queues = queues;
		this.user = user;
	}

	Done queue(QueueAction request) {
		String name = ConsoleRequest.required("queue", request.queue());
		String action = ConsoleRequest.required("action", request.action());
		QueueApi.known(this.queues, name);
		return switch (action) {
			case "pause" ->
				done(this.queues.pause(name) ? "Queue '%s' is paused." : "Queue '%s' was paused already.", name);
			case "resume" ->
				done(this.queues.resume(name) ? "Queue '%s' goes on." : "Queue '%s' was not paused.", name);
			case "clear" -> done("%2$,d jobs of queue '%1$s' are deleted.", name, this.queues.clear(name));
			case "delete" -> deleteWaiting(name, request);
			default -> throw unknown(action, "pause, resume, clear and delete");
		};
	}

	private Done deleteWaiting(String queue, QueueAction request) {
		String key = ConsoleRequest.required("key", request.key());
		long offset = Objects.requireNonNullElse(request.offset(), 0L);
		if (offset < 0) {
			throw ConsoleRequest.bad("'offset' must be 0 or more.");
		}
		JobEntry job = waiting(queue, key, offset).orElseThrow(() -> gone("queue '%s'".formatted(queue)));
		return moved(this.queues.delete(queue, job), "Job %s of queue '%s' is deleted.", job, "queue", queue);
	}

	// Where it was, or else nearer to the front
	private Optional<JobEntry> waiting(String queue, String key, long offset) {
		long near = Math.max(0, offset - WINDOW / 2);
		return LongStream.concat(LongStream.of(near), LongStream.range(0, WINDOWS).map((window) -> window * WINDOW))
			.takeWhile((from) -> from <= near)
			.mapToObj((from) -> this.queues.jobs(queue, from, WINDOW))
			.flatMap(List::stream)
			.filter((entry) -> JobView.key(entry).equals(key))
			.findFirst();
	}

	Done set(SetAction request) {
		String name = ConsoleRequest.required("set", request.set());
		String action = ConsoleRequest.required("action", request.action());
		JobSet set = QueueApi.set(this.queues, name);
		if (action.equals("clear")) {
			return done("%2$,d jobs of the set '%1$s' are deleted.", name, set.clear());
		}
		if (!action.matches("retry|kill|delete")) {
			throw unknown(action, "retry, kill, delete and clear");
		}
		Instant at = ConsoleRequest.instant("at", request.at());
		String jid = jid(request.jid());
		String key = ConsoleRequest.required("key", request.key());
		JobEntry job = only(set.getAll(jid, at), key).orElseThrow(() -> gone("set '%s'".formatted(name)));
		return switch (action) {
			case "retry" -> retry(set, job, name);
			case "kill" -> moved(set.kill(job), "Job %s of set '%s' is dead.", job, "set", name);
			default -> moved(set.delete(job), "Job %s of set '%s' is deleted.", job, "set", name);
		};
	}

	private static Optional<JobEntry> only(List<JobEntry> entries, String key) {
		return entries.stream().filter((entry) -> JobView.key(entry).equals(key)).findFirst();
	}

	private Done retry(JobSet set, JobEntry job, String name) {
		try {
			return moved(set.enqueue(job), "Job %s of set '%s' is in its queue.", job, "set", name);
		}
		catch (IllegalArgumentException ex) {
			throw new ConsoleProblem(422, "This entry is no job. It can be deleted, but not run.");
		}
	}

	Done process(ProcessAction request) {
		String identity = ConsoleRequest.required("identity", request.identity());
		String action = ConsoleRequest.required("action", request.action());
		if (!action.matches("quiet|stop")) {
			throw unknown(action, "quiet and stop");
		}
		// The name becomes a key, so it must be that of a process
		boolean known = this.queues.processes().stream().anyMatch((process) -> process.identity().equals(identity));
		if (!known || !(action.equals("quiet") ? this.queues.quiet(identity) : this.queues.stop(identity))) {
			throw new ConsoleProblem(404, "There is no process '%s', or not any more.".formatted(identity));
		}
		return done("%s is asked to %s, and will at its next heartbeat.", identity,
				action.equals("stop") ? "stop" : "take no new jobs");
	}

	// An entry that is no job has an empty one
	private static String jid(@Nullable String jid) {
		return "".equals(jid) ? "" : ConsoleRequest.required("jid", jid);
	}

	private static ConsoleProblem unknown(String action, String known) {
		return ConsoleRequest.bad("There is no action '%s', only %s.".formatted(action, known));
	}

	private static ConsoleProblem gone(String place) {
		return new ConsoleProblem(409,
				"The job is not in the %s any more: it was run, moved or deleted meanwhile.".formatted(place));
	}

	private Done moved(boolean done, String text, JobEntry job, String kind, String place) {
		if (!done) {
			throw gone("%s '%s'".formatted(kind, place));
		}
		return done(text, job.jid().isEmpty() ? "without a jid" : job.jid(), place);
	}

	private Done done(String text, Object... arguments) {
		String line = String.format(Locale.ROOT, text, arguments);
		if (logger.isInfoEnabled()) {
			// What others wrote into the queue must not look like a line of its own
			logger.info("Console, by '%s': %s".formatted(this.user, line).replaceAll("\\p{Cntrl}", "?"));
		}
		return new Done(line);
	}

	/**
	 * What to do with a queue, or with one of its jobs.
	 */
	record QueueAction(@Nullable String action, @Nullable String queue, @Nullable String key, @Nullable Long offset) {

	}

	/**
	 * What to do with a set, or with one of its jobs.
	 */
	record SetAction(@Nullable String action, @Nullable String set, @Nullable String jid, @Nullable String at,
			@Nullable String key) {

	}

	/**
	 * What to ask a process for.
	 */
	record ProcessAction(@Nullable String action, @Nullable String identity) {

	}

	/**
	 * What was done, in a sentence.
	 */
	record Done(String text) {

	}

}
