package io.github.valkeyflavors.queue;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Declares a bean method that performs the jobs of one type.
 * <p>
 * The arguments of a job are a JSON array, bound to the parameters of the method by
 * position; a missing trailing argument is {@code null}, or an empty {@code Optional}. A
 * parameter of type {@link JobContext} may stand anywhere and is not one of them. When
 * they do not fit, the job goes to the dead set at once. The method must expect to see
 * the same job again: a job runs at least once, and twice when a process dies between the
 * end of the job and its acknowledgement. What the method returns is ignored; when it
 * throws, the job goes to the retry set, or to the dead set if it has no retries left. A
 * job that is {@link #RETRY_NEVER} is discarded in both cases.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Reflective
public @interface Job {

	/**
	 * Value of {@link #retry()} for the usual 25 retries, spread over about three weeks:
	 * {@code true} in the payload.
	 */
	int RETRY_DEFAULT = -1;

	/**
	 * Value of {@link #retry()} for a job that is discarded when it fails: {@code false}
	 * in the payload.
	 */
	int RETRY_NEVER = -2;

	/**
	 * The job type: the {@code class} field of the payload.
	 * @return the job type
	 */
	String value();

	/**
	 * The queue that jobs of this type are pushed to.
	 * @return the queue name
	 */
	String queue() default "default";

	/**
	 * How often a failing job of this type is retried before it goes to the dead set.
	 * With 0 the first failure sends it there.
	 * @return the number of retries, {@link #RETRY_DEFAULT} or {@link #RETRY_NEVER}
	 */
	int retry() default RETRY_DEFAULT;

	/**
	 * How long after its first failure a job of this type is retried, for example
	 * {@code 3d} or {@code PT12H}. Counts instead of {@link #retry()}: there may be any
	 * number of retries until then.
	 * @return the duration, empty for no deadline
	 */
	String retryFor() default "";

	/**
	 * How many lines of the stack trace a failed job of this type keeps, for Sidekiq's
	 * Web UI. They are stored compressed and take space on the server.
	 * @return the number of lines, 0 for none
	 */
	int backtrace() default 0;

	/**
	 * The bean that says how long a failed job of this type waits for its next run.
	 * @return the type of the bean; {@link RetryDelay} itself stands for what applies to
	 * all jobs
	 */
	Class<? extends RetryDelay> retryDelay() default RetryDelay.class;

	/**
	 * Whether a job of this type may as well run in the thread that enqueues it: it takes
	 * no longer than a caller may wait, and needs nothing that only a worker has. It does
	 * so while the queue server is away, unless {@link #outage()} says otherwise.
	 * @return whether the job may run inline
	 */
	boolean inlineSafe() default false;

	/**
	 * What becomes of jobs of this type that are enqueued while the queue server is away.
	 * {@link OutageMode#INLINE} needs {@link #inlineSafe()}.
	 * @return the mode, one at most; none for {@link OutageMode#INLINE} if the job may
	 * run inline, else for what {@code valkey.queue.outage.mode} says
	 */
	OutageMode[] outage() default {};

}
