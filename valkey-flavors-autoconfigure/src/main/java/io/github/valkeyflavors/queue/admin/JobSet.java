package io.github.valkeyflavors.queue.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One of the sorted sets {@code schedule}, {@code retry} and {@code dead}. All methods
 * throw {@link org.springframework.dao.DataAccessException} if the server fails or is
 * away.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface JobSet {

	/**
	 * Returns the number of jobs.
	 * @return the number of jobs
	 */
	long size();

	/**
	 * Returns jobs by their time: what is due first comes first, in the dead set what
	 * died last.
	 * @param offset how many jobs to skip, 0 or more
	 * @param limit the largest number of jobs to return, 1 to 1,000
	 * @return the jobs
	 */
	List<JobEntry> jobs(long offset, int limit);

	/**
	 * Looks for jobs that contain a text anywhere in their payload: a jid, a type, a tag,
	 * an argument. Each call looks at one part of the set, of about 1,000 jobs; the whole
	 * set has been seen when there is no next part.
	 * @param text the text, taken literally
	 * @param part where to go on: {@code null} at first, then what the last call returned
	 * @return the jobs of this part
	 */
	Found find(String text, @Nullable String part);

	/**
	 * Returns the job with a jid and a time, as a list or a page has shown it.
	 * @param jid the id of the job
	 * @param at its time
	 * @return the job, empty if it is not there any more
	 */
	Optional<JobEntry> get(String jid, Instant at);

	/**
	 * Removes a job.
	 * @param job the job, as it was returned
	 * @return whether it was still there
	 */
	boolean delete(JobEntry job);

	/**
	 * Pushes a job to its queue now. A job of the retry or dead set keeps its failure,
	 * and its number of retries goes back by one, as in Sidekiq.
	 * @param job the job, as it was returned
	 * @return whether it was still there
	 */
	boolean enqueue(JobEntry job);

	/**
	 * Moves a job to the dead set. In the dead set nothing happens.
	 * @param job the job, as it was returned
	 * @return whether it was still there
	 */
	boolean kill(JobEntry job);

	/**
	 * Removes all jobs.
	 * @return the number of jobs that were removed
	 */
	long clear();

	/**
	 * What a search found.
	 *
	 * @param jobs the jobs, in no particular order; a job may turn up twice
	 * @param next where to go on, or {@code null} if all has been seen
	 * @since 0.1.0
	 */
	record Found(List<JobEntry> jobs, @Nullable String next) {

		/**
		 * Creates a result.
		 * @param jobs the jobs
		 * @param next where to go on
		 */
		public Found {
			jobs = List.copyOf(jobs);
		}

	}

}
