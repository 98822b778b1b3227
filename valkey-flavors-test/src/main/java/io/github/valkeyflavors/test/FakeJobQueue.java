package io.github.valkeyflavors.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Gives a test a job queue without a server: what the application enqueues through its
 * {@link io.github.valkeyflavors.queue.JobClient} ends up in the {@link FakeJobs} bean,
 * and no worker runs. Options, limits, interceptors, transactions and the way through
 * JSON are those of production.
 * <p>
 * Goes on a test class with {@code @SpringBootTest}, or with a test slice, which it adds
 * the queue to. Classes with the same mode share their cached context; the jobs in it are
 * forgotten before each test method.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ImportAutoConfiguration
public @interface FakeJobQueue {

	/**
	 * What becomes of a job that is enqueued.
	 * @return the mode
	 */
	Mode mode() default Mode.COLLECT;

	/**
	 * What becomes of jobs that are enqueued.
	 */
	enum Mode {

		/**
		 * They wait until the test performs them by {@link FakeJobs#drain()}.
		 */
		COLLECT,

		/**
		 * They are performed at once by the thread that enqueues them; inside a
		 * transaction after its commit, and outside of it. What a job throws reaches
		 * whoever enqueued it as a {@link JobFailedException}. Jobs that are not due yet,
		 * and those of a type that the application does not declare, wait.
		 */
		INLINE

	}

}
