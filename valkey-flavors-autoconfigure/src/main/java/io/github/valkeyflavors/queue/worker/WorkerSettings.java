package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.util.List;

import org.springframework.util.Assert;

/**
 * How a worker runs. Immutable and thread-safe.
 *
 * @param concurrency how many jobs run at the same time, 1 or more
 * @param queues the queues to take jobs from, the first one first; if empty, those of the
 * declared job methods and {@code default}
 * @param shutdownTimeout how long a stop waits for the jobs in hand
 * @param heartbeatInterval how often the process says that it is alive
 * @param lostAfter how long after its last heartbeat a process counts as lost, longer
 * than the interval
 * @param pollInterval how often due jobs of the retry and schedule sets are looked for,
 * on average
 * @param blockTime how long a fetch waits on an empty queue, below the command timeout of
 * the connection
 * @since 0.1.0
 */
public record WorkerSettings(int concurrency, List<String> queues, Duration shutdownTimeout, Duration heartbeatInterval,
		Duration lostAfter, Duration pollInterval, Duration blockTime) {

	/**
	 * Creates the settings.
	 * @param concurrency how many jobs run at the same time
	 * @param queues the queues to take jobs from
	 * @param shutdownTimeout how long a stop waits
	 * @param heartbeatInterval how often the process says that it is alive
	 * @param lostAfter when a process counts as lost
	 * @param pollInterval how often due jobs are looked for
	 * @param blockTime how long a fetch waits
	 * @throws IllegalArgumentException if the concurrency is below 1, or a process is
	 * lost before its next heartbeat
	 */
	public WorkerSettings {
		Assert.isTrue(concurrency >= 1, "'concurrency' must be 1 or more");
		Assert.isTrue(lostAfter.compareTo(heartbeatInterval) > 0,
				"'lostAfter' must be longer than 'heartbeatInterval'");
		queues = List.copyOf(queues);
	}

}
