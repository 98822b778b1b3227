package io.github.valkeyflavors.queue.perform;

import java.util.List;

import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.JobInterceptor;
import io.github.valkeyflavors.queue.JobInterceptor.Perform;

/**
 * Calls the job method, inside the interceptors. Thread-safe.
 *
 * @since 0.1.0
 */
public final class JobPerformer {

	private final List<JobInterceptor> interceptors;

	/**
	 * Creates a performer.
	 * @param interceptors the interceptors, outermost first
	 */
	public JobPerformer(List<JobInterceptor> interceptors) {
		this.interceptors = List.copyOf(interceptors);
	}

	/**
	 * Performs a job.
	 * @param method the method that performs jobs of its type
	 * @param job the job
	 * @throws Throwable what the method or an interceptor throws
	 * @throws io.github.valkeyflavors.queue.JobArgumentException if the arguments do not
	 * fit the method
	 */
	public void perform(JobMethod method, JobContext job) throws Throwable {
		Perform next = () -> method.perform(job);
		for (int i = this.interceptors.size() - 1; i >= 0; i--) {
			JobInterceptor interceptor = this.interceptors.get(i);
			Perform inner = next;
			next = () -> interceptor.perform(job, inner);
		}
		next.perform();
	}

}
