package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Change;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueLookup.JobName;
import io.github.valkeyflavors.ops.endpoint.ProblemException;
import io.github.valkeyflavors.ops.endpoint.WriteLog;
import io.github.valkeyflavors.queue.admin.JobEntry;
import io.github.valkeyflavors.queue.admin.JobQueues;
import io.github.valkeyflavors.queue.admin.JobSet;

/**
 * What a caller of the endpoint changes. Each change is logged in one line. Thread-safe.
 *
 * @param lookup finds what is to be changed
 * @param caller how the log calls the caller
 */
record QueueChanges(QueueLookup lookup, String caller) {

	private static final WriteLog log = new WriteLog(QueuesEndpoint.class, "valkeyqueues");

	Change change(String kind, String name, @Nullable String action, @Nullable String at, @Nullable String key) {
		String asked = (action != null) ? action : "";
		return switch (kind) {
			case QueueLookup.QUEUES -> changeQueue(name, asked);
			case QueueLookup.PROCESSES -> changeProcess(name, asked);
			default -> changeJob(kind, name, asked, at, key);
		};
	}

	private Change changeQueue(String queue, String action) {
		require(action, "pause", "resume");
		return carryOut(action, QueueLookup.QUEUES, queue, "queue " + queue, () -> {
			this.lookup.queue(queue);
			return count(action.equals("pause") ? queues().pause(queue) : queues().resume(queue));
		});
	}

	private Change changeProcess(String identity, String action) {
		require(action, "quiet", "stop");
		return carryOut(action, QueueLookup.PROCESSES, identity, "process " + identity, () -> {
			// The name becomes a key, so it must be that of a process
			this.lookup.process(identity);
			if (!(action.equals("quiet") ? queues().quiet(identity) : queues().stop(identity))) {
				throw QueueLookup.noSuchProcess(identity);
			}
			return 1;
		});
	}

	private Change changeJob(String kind, String jid, String action, @Nullable String at, @Nullable String key) {
		JobSet set = this.lookup.set(kind);
		require(action, "enqueue", "kill");
		JobName name = new JobName(jid, at, key).toChange();
		return carryOut(action, kind, jid, "job %s of set %s".formatted(name, kind), () -> {
			JobEntry job = this.lookup.inSet(kind, name);
			if (action.equals("enqueue") && job.type().equals(JobEntry.UNKNOWN_TYPE)) {
				throw ProblemException
					.badRequest("This entry is no job: it can be deleted or killed, but not enqueued.");
			}
			return removed(action.equals("enqueue") ? set.enqueue(job) : set.kill(job), name, kind);
		});
	}

	Change delete(String kind, String name, @Nullable String at, @Nullable String key) {
		if (kind.equals(QueueLookup.QUEUES)) {
			return carryOut("delete", kind, name, "all jobs of queue " + name, () -> {
				this.lookup.queue(name);
				return queues().clear(name);
			});
		}
		JobSet set = this.lookup.set(kind);
		JobName job = new JobName(name, at, key).toChange();
		return carryOut("delete", kind, name, "job %s of set %s".formatted(job, kind),
				() -> removed(set.delete(this.lookup.inSet(kind, job)), job, kind));
	}

	Change deleteWaiting(String kind, String queue, String jid, @Nullable String offset, @Nullable String key) {
		if (!kind.equals(QueueLookup.QUEUES)) {
			throw ProblemException.notFound("Only queues have parts. Use queues/<queue>/<jid>.");
		}
		JobName name = new JobName(jid, null, key).toChange();
		long first = Parameters.offset(offset);
		return carryOut("delete", kind, queue + "/" + jid, "job %s of queue %s".formatted(name, queue),
				() -> removed(queues().delete(queue, this.lookup.inQueue(queue, first, name)), name, queue));
	}

	Change clear(String kind, @Nullable String all) {
		JobSet set = this.lookup.set(kind);
		if (!"true".equals(all)) {
			throw ProblemException
				.badRequest("This would remove all jobs of '%s'. If you want that, add 'all=true'.".formatted(kind));
		}
		return carryOut("clear", kind, kind, "set " + kind, set::clear);
	}

	private JobQueues queues() {
		return this.lookup.queues();
	}

	private Change carryOut(String action, String kind, String name, String what, LongSupplier operation) {
		return log.write(this.caller, "%s %s".formatted(action, what),
				() -> new Change(action, kind, name, QueueLookup.ask(operation::getAsLong)),
				(done) -> done.changed() + " changed");
	}

	private static void require(String action, String one, String other) {
		if (!action.equals(one) && !action.equals(other)) {
			throw ProblemException.badRequest(
					"'action' must be %s or %s, but is '%s'.".formatted(one, other, ProblemException.shown(action)));
		}
	}

	private static long count(boolean changed) {
		return changed ? 1 : 0;
	}

	private static long removed(boolean wasThere, JobName name, String place) {
		if (!wasThere) {
			throw QueueLookup.gone(name, "'%s'".formatted(ProblemException.shown(place)));
		}
		return 1;
	}

}
