package io.github.valkeyflavors.queue.outage;

/**
 * How many jobs wait in memory for the queue server, and what became of others since the
 * start. Immutable and thread-safe.
 *
 * @param jobs how many wait now
 * @param bytes how long their payloads are together
 * @param buffered how many were taken in
 * @param dropped how many were given up: the server refused them for good, or they were
 * left at a stop and not written to a file
 * @param inline how many ran in the thread that enqueued them
 * @since 0.1.0
 */
public record BufferState(int jobs, long bytes, long buffered, long dropped, long inline) {

}
