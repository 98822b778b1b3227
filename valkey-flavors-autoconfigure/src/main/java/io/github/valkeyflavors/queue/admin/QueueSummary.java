package io.github.valkeyflavors.queue.admin;

import java.time.Duration;

/**
 * A queue at a glance.
 *
 * @param name the name of the queue
 * @param size the number of waiting jobs
 * @param latency how long the next job has been waiting, zero if none is or it does not
 * say since when. It was enqueued by the clock of whoever did so, and the present is that
 * of the process that asks: clocks that differ show here, but never as a negative time
 * @param paused whether workers of this library take no jobs from it
 * @since 0.1.0
 */
public record QueueSummary(String name, long size, Duration latency, boolean paused) {

}
