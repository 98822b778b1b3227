package io.github.valkeyflavors.autoconfigure.queue;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the job queue. Immutable and thread-safe.
 *
 * @param database Name of the logical database that holds the queue.
 * @param maxPayloadSize Largest payload of a job, in UTF-8. A larger job is refused.
 * @param maxArgumentDepth Deepest nesting of arrays and objects within an argument of a
 * job. A deeper job is refused.
 * @param enqueueAfterCommit Whether jobs that are enqueued inside a transaction are
 * pushed after its commit, and dropped on a rollback.
 * @param worker Worker inside the application.
 * @since 0.1.0
 */
@ConfigurationProperties("valkey.queue")
public record QueueProperties(@DefaultValue("queue") String database, @DefaultValue("256KB") DataSize maxPayloadSize,
		@DefaultValue("100") int maxArgumentDepth, @DefaultValue("true") boolean enqueueAfterCommit,
		@DefaultValue Worker worker) {

	/**
	 * Properties of the worker inside the application.
	 *
	 * @param enabled Whether this application performs jobs; without it jobs are only
	 * enqueued.
	 * @param concurrency Number of jobs that run at the same time.
	 * @param queues Queues to take jobs from, in strict order: a job of a later queue
	 * runs when all earlier ones are empty. When not set, the queues of all declared job
	 * methods and the default queue.
	 * @param shutdownTimeout Time that a stop waits for the jobs in hand before it
	 * interrupts them and gives them back.
	 * @param heartbeatInterval Time between two signs of life.
	 * @param lostAfter Time without a sign of life after which other workers take over
	 * the jobs in hand. Must be longer than the heartbeat interval.
	 * @param pollInterval Average time between two looks for retries and scheduled jobs
	 * that are due.
	 * @since 0.1.0
	 */
	public record Worker(@DefaultValue("true") boolean enabled, @DefaultValue("5") int concurrency,
			@DefaultValue List<String> queues, @DefaultValue("25s") Duration shutdownTimeout,
			@DefaultValue("10s") Duration heartbeatInterval, @DefaultValue("60s") Duration lostAfter,
			@DefaultValue("5s") Duration pollInterval) {

	}

}
