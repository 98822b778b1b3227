package io.github.valkeyflavors.queue.protocol;

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

	private QueueKeys() {
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
