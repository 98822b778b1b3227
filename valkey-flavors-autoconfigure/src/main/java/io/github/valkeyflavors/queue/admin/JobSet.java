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
	 * @throws IllegalArgumentException if one of them is out of range
	 */
	List<JobEntry> jobs(long offset, int limit);

	/**
	 * Looks for jobs that contain a text anywhere in their payload: a jid, a type, a tag,
	 * an argument. Each call looks at one part of the set, of about 1,000 jobs; the whole
	 * set has been seen when there is no next part. A job that is in the set all the time
	 * is found.
	 * @param text the text, taken literally, as it stands in the JSON: upper and lower
	 * case differ, and a quote is {@code \"}
	 * @param part where to go on: {@code null} at first, then what the last call returned
	 * @return the jobs of this part
	 * @throws IllegalArgumentException if the text is empty, or the part is none
	 */
	Found find(String text, @Nullable String part);

	/**
	 * Returns the job with a jid and a time, as a list or a page has shown it. Also finds
	 * the job if its time was cut to milliseconds on the way. Costs as much as the number
	 * of jobs with that time, which is one unless they were scheduled together.
	 * @param jid the id of the job, empty for an entry that has none
	 * @param at its time
	 * @return the job that is next to that time, empty if it is not there any more
	 */
	Optional<JobEntry> get(String jid, Instant at);

	/**
	 * Returns all jobs with a jid and a time, as {@link #get} looks for them: an entry
	 * that is no job has no jid, and several of them may have the same time.
	 * @param jid the id of the job, empty for an entry that has none
	 * @param at its time
	 * @return the jobs, that next to that time first
	 */
	List<JobEntry> all(String jid, Instant at);

	/**
	 * Removes a job.
	 * @param job the job, as it was returned
	 * @return whether it was still there
	 */
	boolean delete(JobEntry job);

	/**
	 * Pushes a job to its queue now, as Sidekiq's Web UI does: with another
	 * {@code enqueued_at}. A job of the retry or dead set keeps its failure, and its
	 * {@code retry_count} goes back by one, so that this run does not count; a dead job
	 * that had no retries left is dead again when it fails. The count of recoveries from
	 * lost processes starts again. Interceptors of enqueued jobs do not see it.
	 * @param job the job, as it was returned
	 * @return whether it was still there; {@code false} if somebody else moved or deleted
	 * it, and nothing happens
	 * @throws IllegalArgumentException if the entry is not a job
	 */
	boolean enqueue(JobEntry job);

	/**
	 * Moves a job to the dead set, which is trimmed to 10,000 jobs and 180 days. Death
	 * handlers do not see it. In the dead set nothing happens.
	 * @param job the job, as it was returned
	 * @return whether it was still there
	 */
	boolean kill(JobEntry job);

	/**
	 * Removes all jobs. The server frees their memory in the background.
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
