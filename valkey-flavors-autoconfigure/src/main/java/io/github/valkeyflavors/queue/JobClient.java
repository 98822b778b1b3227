package io.github.valkeyflavors.queue;

import org.jspecify.annotations.Nullable;

/**
 * Enqueues jobs on the queue database.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface JobClient {

	/**
	 * Enqueues a job to be performed as soon as a worker is free.
	 * @param type the job type, as declared by {@link Job#value()}; the {@code class}
	 * field of the payload
	 * @param arguments the arguments, bound to the parameters of the job method by
	 * position
	 * @return the job's jid: 24 hexadecimal digits
	 */
	String enqueue(String type, @Nullable Object... arguments);

}
