package io.github.valkeyflavors.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Enqueues jobs on the queue database.
 * <p>
 * Queue, retries and the like are those that the application's {@link Job} method of the
 * type declares, else the queue {@code default} and the usual retries: the type may as
 * well belong to another application, in any language. {@link #with(JobOptions)} changes
 * them for single calls.
 * <p>
 * Inside a Spring transaction the job is checked and written as JSON at once, but pushed
 * after the commit, and dropped on a rollback; see
 * {@link JobOptions#duringTransaction()}. A push that fails after the commit throws at
 * whoever committed.
 * <p>
 * While the server is away, a job fails with an exception, runs in the thread of the
 * caller, or is kept in memory until the server is back: as {@link Job#outage()} or
 * {@link JobOptions#outage} says.
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
	 * @throws JobRefusedException if the type is empty, an argument cannot be written as
	 * JSON, or the payload is too large or too deep; nothing has been written then
	 * @throws org.springframework.dao.DataAccessException if the server does not
	 * acknowledge the push, and the job may fail or cannot be kept; when only the reply
	 * was lost the job is queued nevertheless
	 */
	String enqueue(String type, @Nullable Object... arguments);

	/**
	 * Enqueues a job to be performed some time from now. A delay of zero or less enqueues
	 * it at once.
	 * @param delay how long from now
	 * @param type the job type
	 * @param arguments the arguments
	 * @return the job's jid
	 * @throws JobRefusedException as for {@link #enqueue}
	 * @throws org.springframework.dao.DataAccessException as for {@link #enqueue}
	 */
	default String enqueueIn(Duration delay, String type, @Nullable Object... arguments) {
		return with(JobOptions.NONE.in(delay)).enqueue(type, arguments);
	}

	/**
	 * Enqueues a job to be performed at a point in time. One that is past enqueues it at
	 * once.
	 * @param time when the job is due
	 * @param type the job type
	 * @param arguments the arguments
	 * @return the job's jid
	 * @throws JobRefusedException as for {@link #enqueue}
	 * @throws org.springframework.dao.DataAccessException as for {@link #enqueue}
	 */
	default String enqueueAt(Instant time, String type, @Nullable Object... arguments) {
		return with(JobOptions.NONE.at(time)).enqueue(type, arguments);
	}

	/**
	 * Enqueues many jobs of one type, with one round trip per 1,000 jobs (or 16 MB). The
	 * payloads of all of them are held in memory. When one of them is refused, none has
	 * been written. When the server fails on the way, the thousands before are queued.
	 * @param type the job type
	 * @param argumentsOfEach the arguments of each job; iterated once
	 * @return the jids in the same order
	 * @throws JobRefusedException as for {@link #enqueue}
	 * @throws org.springframework.dao.DataAccessException as for {@link #enqueue}
	 */
	List<String> enqueueAll(String type, Iterable<? extends List<?>> argumentsOfEach);

	/**
	 * Returns a client that enqueues with other options. It shares everything with this
	 * one and costs nothing to make.
	 * @param options what differs from the declared options; those of this client apply
	 * where they say nothing
	 * @return the client
	 */
	JobClient with(JobOptions options);

	/**
	 * Returns an object whose methods enqueue: a call of the method that a {@link Job}
	 * method implements, or that carries the annotation itself, enqueues a job of its
	 * type with the arguments of the call. A parameter of type {@link JobContext} is left
	 * out, so {@code null} may be passed for it.
	 * @param jobs an interface, whose methods return nothing, or a {@code String}: the
	 * jid
	 * @param <T> the interface
	 * @return the object, thread-safe
	 * @throws InvalidJobException if this is no interface, or one of its abstract methods
	 * belongs to no job, belongs to several, or returns something else
	 */
	<T> T via(Class<T> jobs);

}
