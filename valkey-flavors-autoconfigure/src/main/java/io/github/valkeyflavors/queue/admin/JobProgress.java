package io.github.valkeyflavors.queue.admin;

import java.time.Instant;

/**
 * How far a job is.
 *
 * @param done how much is done
 * @param total how much there is to do
 * @param updatedAt when the job said so
 * @since 0.1.0
 */
public record JobProgress(long done, long total, Instant updatedAt) {

}
