package io.github.valkeyflavors.queue.admin;

import java.time.Duration;

/**
 * A queue at a glance.
 *
 * @param name the name of the queue
 * @param size the number of waiting jobs
 * @param latency how long the next job has been waiting, zero if none is
 * @param paused whether workers take no jobs from it
 * @since 0.1.0
 */
public record QueueSummary(String name, long size, Duration latency, boolean paused) {

}
