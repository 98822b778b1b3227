package io.github.valkeyflavors.queue.admin;

import java.util.List;
import java.util.Optional;

/**
 * The state of the queue database for people and programs that administer it. Everything
 * is read when it is asked for, and jobs move meanwhile: two pages read one after the
 * other may overlap.
 * <p>
 * Each call costs about as much as what it returns; none walks the whole key space. All
 * methods throw {@link org.springframework.dao.DataAccessException} if the server fails
 * or is away, and {@link IllegalArgumentException} if a name is blank.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface JobQueues {

	/**
	 * Returns all queues that were ever pushed to and not cleared since, and all that are
	 * paused, by name. 100 queues are read at a time, each with its next job.
	 * @return the queues
	 */
	List<QueueSummary> queues();

	/**
	 * Returns a queue, known or not.
	 * @param queue the name of the queue
	 * @return the queue, empty if nobody knows it
	 */
	QueueSummary queue(String queue);

	/**
	 * Returns waiting jobs, next one first.
	 * @param queue the name of the queue
	 * @param offset how many jobs to skip, 0 or more
	 * @param limit the largest number of jobs to return, 1 to 1,000
	 * @return the jobs
	 * @throws IllegalArgumentException if one of them is out of range
	 */
	List<JobEntry> jobs(String queue, long offset, int limit);

	/**
	 * Removes a waiting job. Costs about as much as the distance of the job from the
	 * nearer end of its queue, and as the whole queue if it is not there any more.
	 * @param queue the name of the queue
	 * @param job the job, as it was returned
	 * @return whether it was still there
	 */
	boolean delete(String queue, JobEntry job);

	/**
	 * Removes all waiting jobs, and the queue from the list of known ones. A paused queue
	 * stays paused. The server frees the memory in the background.
	 * @param queue the name of the queue
	 * @return the number of jobs that were removed
	 */
	long clear(String queue);

	/**
	 * Lets no worker of this library take jobs from a queue, within two seconds and until
	 * it is resumed, restarts included. Jobs in hand go on. Sidekiq's own workers ignore
	 * it. Written to {@code valkey-flavors:paused} (set without expiry).
	 * @param queue the name of the queue
	 * @return whether it was not paused before
	 */
	boolean pause(String queue);

	/**
	 * Lets workers take jobs from a queue again, within two seconds.
	 * @param queue the name of the queue
	 * @return whether it was paused
	 */
	boolean resume(String queue);

	/**
	 * Returns the jobs for later: the set {@code schedule}.
	 * @return the set
	 */
	JobSet scheduled();

	/**
	 * Returns the failed jobs that wait for a retry: the set {@code retry}.
	 * @return the set
	 */
	JobSet retries();

	/**
	 * Returns the jobs that were given up: the set {@code dead}.
	 * @return the set
	 */
	JobSet dead();

	/**
	 * Returns the processes that perform jobs, of this library and of Sidekiq, and what
	 * they ran at their last heartbeat. A process whose last heartbeat is more than a
	 * minute old is left out, and its identity removed from the set {@code processes} as
	 * Sidekiq does; should it only have been late, it adds itself again.
	 * @return the processes, by identity
	 */
	List<WorkerProcess> processes();

	/**
	 * Asks a process to take no new jobs, at its next heartbeat. A Sidekiq that is
	 * embedded into another program does not listen.
	 * @param identity the identity of the process
	 * @return whether the process is there to be asked
	 */
	boolean quiet(String identity);

	/**
	 * Asks a process to stop its worker, at its next heartbeat. A Sidekiq that is
	 * embedded into another program does not listen.
	 * @param identity the identity of the process
	 * @return whether the process is there to be asked
	 */
	boolean stop(String identity);

	/**
	 * Returns how far a job is, as it said by
	 * {@link io.github.valkeyflavors.queue.JobContext#progress}.
	 * @param jid the id of the job
	 * @return the progress, empty if the job did not say or that was more than a day ago
	 */
	Optional<JobProgress> progress(String jid);

	/**
	 * Returns the counts over all queues.
	 * @return the counts
	 */
	QueueStatistics statistics();

}
