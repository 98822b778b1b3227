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
	 * Enqueues a job to be performed as soon as a worker is free. Queue and number of
	 * retries are those that the application's {@link Job} method of this type declares,
	 * else the queue {@code default} and the usual retries: the type may as well belong
	 * to another application, in any language.
	 * @param type the job type, as declared by {@link Job#value()}; the {@code class}
	 * field of the payload
	 * @param arguments the arguments, bound to the parameters of the job method by
	 * position
	 * @return the job's jid: 24 hexadecimal digits
	 * @throws IllegalArgumentException if the type is empty or an argument cannot be
	 * written as JSON; nothing has been written then
	 * @throws org.springframework.dao.DataAccessException if the server does not
	 * acknowledge the push; when only the reply was lost the job is queued nevertheless
	 */
	String enqueue(String type, @Nullable Object... arguments);

}
