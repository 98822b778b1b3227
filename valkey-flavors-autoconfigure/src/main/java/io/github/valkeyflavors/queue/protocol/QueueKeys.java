package io.github.valkeyflavors.queue.protocol;

import java.time.LocalDate;

/**
 * The names of all keys of the queue database. Those without prefix are Sidekiq's; those
 * under {@code valkey-flavors:} hold what Sidekiq does not have, and it ignores them.
 *
 * @since 0.1.0
 */
public final class QueueKeys {

	/**
	 * Set of the names of all queues that were ever pushed to.
	 */
	public static final String QUEUES = "queues";

	/**
	 * Sorted set of failed jobs, scored by the epoch second of their next run.
	 */
	public static final String RETRY = "retry";

	/**
	 * Sorted set of jobs for later, scored by the epoch second of their run.
	 */
	public static final String SCHEDULE = "schedule";

	/**
	 * Sorted set of jobs that were given up, scored by the epoch second of that.
	 */
	public static final String DEAD = "dead";

	/**
	 * Hash of the processes that may have jobs in hand: identity to {@link WorkerEntry}.
	 */
	public static final String WORKERS = "valkey-flavors:workers";

	/**
	 * Set of the names of the queues that no job is taken from.
	 */
	public static final String PAUSED = "valkey-flavors:paused";

	/**
	 * Sorted set of the ids of jobs whose push may be repeated, scored by the epoch
	 * second of the push.
	 */
	public static final String PUSHED = "valkey-flavors:pushed";

	/**
	 * Set of the identities of all processes, Sidekiq's and ours.
	 */
	public static final String PROCESSES = "processes";

	/**
	 * Number of jobs that ran so far.
	 */
	public static final String STAT_PROCESSED = "stat:processed";

	/**
	 * Number of runs that failed so far.
	 */
	public static final String STAT_FAILED = "stat:failed";

	private QueueKeys() {
	}

	/**
	 * Returns the key under which a process describes itself to Sidekiq: a hash with a
	 * time to live, named by the bare identity.
	 * @param identity the identity of the process
	 * @return the key
	 */
	public static String process(String identity) {
		return identity;
	}

	/**
	 * Returns the key of the jobs that a process runs right now: a hash of thread to a
	 * JSON object with {@code queue}, {@code payload} and {@code run_at}, with a time to
	 * live.
	 * @param identity the identity of the process
	 * @return the key
	 */
	public static String work(String identity) {
		return identity + ":work";
	}

	/**
	 * Returns the key of the signals that Sidekiq's Web UI sends to a process: a list.
	 * @param identity the identity of the process
	 * @return the key
	 */
	public static String signals(String identity) {
		return identity + "-signals";
	}

	/**
	 * Returns the key of a count of one day.
	 * @param stat the key of the whole count
	 * @param day the day, in UTC
	 * @return the key
	 */
	public static String stat(String stat, LocalDate day) {
		return stat + ":" + day;
	}

	/**
	 * Returns the key of how far a job is: a hash with a time to live.
	 * @param jid the id of the job
	 * @return the key
	 */
	public static String progress(String jid) {
		return "valkey-flavors:progress:" + jid;
	}

	/**
	 * Returns the key of a queue: a list, pushed on the left and taken from the right.
	 * @param name the name of the queue
	 * @return the key
	 */
	public static String queue(String name) {
		return "queue:" + name;
	}

	/**
	 * Returns the key that exists while a process is alive: a string with a time to live.
	 * @param identity the identity of the process
	 * @return the key
	 */
	public static String heartbeat(String identity) {
		return "valkey-flavors:heartbeat:" + identity;
	}

	/**
	 * Returns the key of the jobs of one queue that a process has in hand: a list, newest
	 * on the left.
	 * @param identity the identity of the process
	 * @param queue the name of the queue that they were taken from
	 * @return the key
	 */
	public static String inHand(String identity, String queue) {
		return "valkey-flavors:in-hand:" + identity + ":" + queue;
	}

}
