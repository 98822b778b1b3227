package io.github.valkeyflavors.queue;

/**
 * Stands around each job on both sides: where it is enqueued and where it is performed.
 * All beans of this type are called in their order ({@code @Order}), the first one
 * outermost. What Sidekiq calls middleware.
 * <p>
 * For example, this one carries the tenant of whoever enqueued the job:
 *
 * <pre class="code">
 * &#64;Component
 * class TenantJobs implements JobInterceptor {
 *
 * 	&#64;Override
 * 	public void enqueue(JobDraft job) {
 * 		job.header("tenant", Tenant.current());
 * 	}
 *
 * 	&#64;Override
 * 	public void perform(JobContext job, Perform next) throws Throwable {
 * 		try (var tenant = Tenant.use(job.header("tenant"))) {
 * 			next.perform();
 * 		}
 * 	}
 *
 * }
 * </pre>
 * <p>
 * Must be thread-safe.
 *
 * @since 0.1.0
 */
public interface JobInterceptor {

	/**
	 * Called for each job that is enqueued, in the thread of the caller, before anything
	 * is written; inside a transaction before its commit. What it throws refuses the job.
	 * @param job the job, which may be given headers
	 */
	default void enqueue(JobDraft job) {
	}

	/**
	 * Called around each run of a job. What it throws, or lets through, fails the job. A
	 * job for which it does not call {@code next} counts as done.
	 * @param job the job
	 * @param next performs the job, to be called once
	 * @throws Throwable what the job throws
	 */
	default void perform(JobContext job, Perform next) throws Throwable {
		next.perform();
	}

	/**
	 * The rest of the way to the job method.
	 */
	@FunctionalInterface
	interface Perform {

		/**
		 * Performs the job.
		 * @throws Throwable what the job throws
		 */
		void perform() throws Throwable;

	}

}
