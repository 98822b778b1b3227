package io.github.valkeyflavors.queue.metrics;

import java.util.List;

/**
 * The meters of the job queue. Those that begin with {@code valkey.queue.worker} are
 * about the worker of this process; the others are about the queue database, and every
 * process shows the same: look at one of them, or take the largest.
 *
 * @since 0.1.0
 */
@SuppressWarnings("ImmutableEnumChecker") // the list is
public enum QueueMeters {

	/**
	 * Gauge: jobs that wait in a queue. Tag {@code queue}.
	 */
	DEPTH("valkey.queue.depth", Kind.GAUGE, "jobs", "Jobs that wait in a queue", "queue"),

	/**
	 * Gauge: how long the next job of a queue has been waiting, in seconds. Tag
	 * {@code queue}.
	 */
	LATENCY("valkey.queue.latency", Kind.GAUGE, "seconds", "How long the next job of a queue has been waiting",
			"queue"),

	/**
	 * Gauge: whether a queue is paused. Tag {@code queue}.
	 */
	PAUSED("valkey.queue.paused", Kind.GAUGE, "1 or 0", "Whether workers take no jobs from a queue", "queue"),

	/**
	 * Gauge: jobs that wait in any queue.
	 */
	ENQUEUED("valkey.queue.enqueued", Kind.GAUGE, "jobs", "Jobs that wait in any queue"),

	/**
	 * Gauge: jobs for later.
	 */
	SCHEDULED("valkey.queue.scheduled", Kind.GAUGE, "jobs", "Jobs for later"),

	/**
	 * Gauge: failed jobs that wait for a retry.
	 */
	RETRIES("valkey.queue.retries", Kind.GAUGE, "jobs", "Failed jobs that wait for a retry"),

	/**
	 * Gauge: jobs that were given up and are kept.
	 */
	DEAD("valkey.queue.dead", Kind.GAUGE, "jobs", "Jobs that were given up and are kept"),

	/**
	 * Gauge: processes that perform jobs.
	 */
	PROCESSES("valkey.queue.processes", Kind.GAUGE, "processes", "Processes that perform jobs"),

	/**
	 * Counter: runs that ended, in all processes, with or without success.
	 */
	PROCESSED("valkey.queue.processed", Kind.COUNTER, "runs", "Runs that ended, in all processes"),

	/**
	 * Counter: runs that failed, in all processes.
	 */
	FAILED("valkey.queue.failed", Kind.COUNTER, "runs", "Runs that failed, in all processes"),

	/**
	 * Gauge: jobs that this process runs.
	 */
	WORKER_BUSY("valkey.queue.worker.busy", Kind.GAUGE, "jobs", "Jobs that this process runs"),

	/**
	 * Gauge: jobs that this process can run at the same time.
	 */
	WORKER_CONCURRENCY("valkey.queue.worker.concurrency", Kind.GAUGE, "jobs",
			"Jobs that this process can run at the same time"),

	/**
	 * Counter: jobs that this process gave up.
	 */
	WORKER_DEAD("valkey.queue.worker.dead", Kind.COUNTER, "jobs", "Jobs that this process gave up"),

	/**
	 * Counter: jobs that this process took over from lost ones.
	 */
	WORKER_RECOVERED("valkey.queue.worker.recovered", Kind.COUNTER, "jobs",
			"Jobs that this process took over from lost ones"),

	/**
	 * Counter: jobs that came to this process and whose type it does not know.
	 */
	WORKER_UNKNOWN("valkey.queue.worker.unknown", Kind.COUNTER, "jobs",
			"Jobs that came to this process and whose type it does not know"),

	/**
	 * Counter: jobs that this process dropped because they came too late.
	 */
	WORKER_EXPIRED("valkey.queue.worker.expired", Kind.COUNTER, "jobs",
			"Jobs that this process dropped because they came too late");

	private final String meterName;

	private final Kind kind;

	private final String unit;

	private final String description;

	private final List<String> tags;

	QueueMeters(String meterName, Kind kind, String unit, String description, String... tags) {
		this.meterName = meterName;
		this.kind = kind;
		this.unit = unit;
		this.description = description;
		this.tags = List.of(tags);
	}

	/**
	 * Returns the name of the meter.
	 * @return lower case, with dots
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Returns what kind of meter it is.
	 * @return gauge or counter
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Returns what the value is measured in. It is not part of the meter.
	 * @return a plural, or {@code 1 or 0} for yes and no
	 */
	public String unit() {
		return this.unit;
	}

	/**
	 * Returns what the meter shows.
	 * @return a phrase
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Returns the names of the tags.
	 * @return the names, often none
	 */
	public List<String> tags() {
		return this.tags;
	}

	/**
	 * The kind of a meter.
	 *
	 * @since 0.1.0
	 */
	public enum Kind {

		/**
		 * A value that goes up and down.
		 */
		GAUGE,

		/**
		 * A number that grows.
		 */
		COUNTER

	}

}
