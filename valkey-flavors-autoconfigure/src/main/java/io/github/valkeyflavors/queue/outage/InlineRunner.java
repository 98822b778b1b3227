package io.github.valkeyflavors.queue.outage;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.client.NewJob;

/**
 * Performs jobs in the thread that enqueues them. Implementations are thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface InlineRunner {

	/**
	 * Performs a job.
	 * @param job the job
	 * @return what it threw, or {@code null} if it succeeded
	 */
	@Nullable Throwable run(NewJob job);

}
