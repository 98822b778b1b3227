package io.github.valkeyflavors.autoconfigure.queue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.queue.worker.WorkerSettings.UnknownTypes;

/**
 * Properties of the job queue. Immutable and thread-safe.
 *
 * @param database Name of the logical database that holds the queue.
 * @param mdcKeys Keys of the logging context (MDC) that jobs carry to the worker; '*' for
 * all, empty for none.
 * @param maxPayloadSize Largest payload of a job, in UTF-8. A larger job is refused.
 * @param maxArgumentDepth Deepest nesting of arrays and objects within an argument of a
 * job. A deeper job is refused.
 * @param enqueueAfterCommit Whether jobs that are enqueued inside a transaction are
 * pushed after its commit, and dropped on a rollback.
 * @param worker Worker inside the application.
 * @param outage Jobs that are enqueued while the queue server is away.
 * @param metrics Meters of the queue.
 * @since 0.1.0
 */
@ConfigurationProperties("valkey.queue")
public record QueueProperties(@DefaultValue("queue") String database, @DefaultValue("256KB") DataSize maxPayloadSize,
		@DefaultValue("100") int maxArgumentDepth, @DefaultValue("true") boolean enqueueAfterCommit,
		@DefaultValue("*") List<String> mdcKeys, @DefaultValue Worker worker, @DefaultValue Outage outage,
		@DefaultValue Metrics metrics) {

	/**
	 * Properties of the meters of the queue.
	 *
	 * @param enabled Whether the queue database is read at the interval of the watch, so
	 * that its queues have meters.
	 * @since 0.1.0
	 */
	public record Metrics(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * Properties of the worker inside the application.
	 *
	 * @param enabled Whether this application performs jobs; without it jobs are only
	 * enqueued.
	 * @param concurrency Number of jobs that run at the same time, in each group that
	 * does not say otherwise.
	 * @param queues Queues to take jobs from, in strict order: a job of a later queue
	 * runs when all earlier ones are empty. When not set, the queues of all declared job
	 * methods.
	 * @param weights Queues to take jobs from, each with how often it comes first
	 * compared to the others; instead of the strict order.
	 * @param groups Groups of threads with queues of their own, by name; instead of the
	 * queues above.
	 * @param prefetch Largest number of short jobs that a group takes ahead of its
	 * threads; long ones are never taken ahead.
	 * @param shutdownTimeout Time that a stop waits for the jobs in hand before it
	 * interrupts them and gives them back.
	 * @param heartbeatInterval Time between two signs of life.
	 * @param lostAfter Time without a sign of life after which other workers take over
	 * the jobs in hand. Must be longer than the heartbeat interval.
	 * @param maxRecoveries Number of times that a job is taken over from lost workers
	 * before it goes to the dead set, because it may be what ends them.
	 * @param pollInterval Average time between two looks for retries and scheduled jobs
	 * that are due.
	 * @param unknownTypes What becomes of a job whose type no job method declares.
	 * @since 0.1.0
	 */
	public record Worker(@DefaultValue("true") boolean enabled, @DefaultValue("5") int concurrency,
			@DefaultValue List<String> queues, @DefaultValue Map<String, Integer> weights,
			@DefaultValue Map<String, Group> groups, @DefaultValue("500") int prefetch,
			@DefaultValue("25s") Duration shutdownTimeout, @DefaultValue("10s") Duration heartbeatInterval,
			@DefaultValue("60s") Duration lostAfter, @DefaultValue("3") int maxRecoveries,
			@DefaultValue("5s") Duration pollInterval, @DefaultValue("put-back") UnknownTypes unknownTypes) {

	}

	/**
	 * Properties of jobs that are enqueued while the queue server is away.
	 *
	 * @param mode What becomes of a job whose type and call say nothing: 'fail' or
	 * 'buffer'.
	 * @param pushTimeout Time that a push of a job that need not fail waits for the
	 * server; instead of the command timeout.
	 * @param bufferJobs Largest number of jobs that are kept in memory until the server
	 * is back.
	 * @param bufferMemory Largest size of the payloads of these jobs together.
	 * @param stopTimeout Time that a stop waits for these jobs to be pushed.
	 * @param file File in which a stop leaves the jobs that could not be pushed, for the
	 * next start. When not set, they are lost and listed in the log.
	 * @since 0.1.0
	 */
	public record Outage(@DefaultValue("fail") OutageMode mode, @DefaultValue("250ms") Duration pushTimeout,
			@DefaultValue("10000") int bufferJobs, @DefaultValue("64MB") DataSize bufferMemory,
			@DefaultValue("5s") Duration stopTimeout, @Nullable Path file) {

	}

	/**
	 * Properties of a group of threads.
	 *
	 * @param concurrency Number of jobs of the group that run at the same time. When not
	 * set, that of the worker.
	 * @param queues Queues of the group, in strict order. When not set, those of the
	 * declared job methods that no other group names.
	 * @param weights Queues of the group, each with how often it comes first compared to
	 * the others; instead of the strict order.
	 * @since 0.1.0
	 */
	public record Group(@Nullable Integer concurrency, @DefaultValue List<String> queues,
			@DefaultValue Map<String, Integer> weights) {

	}

}
