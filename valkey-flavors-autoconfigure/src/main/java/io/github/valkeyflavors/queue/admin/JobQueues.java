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
 * or is away.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface JobQueues {

	/**
	 * Returns all queues that were ever pushed to and not cleared since, by name.
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
	 */
	List<JobEntry> jobs(String queue, long offset, int limit);

	/**
	 * Removes a waiting job. Costs as much as the distance of the job from the nearer end
	 * of its queue.
	 * @param queue the name of the queue
	 * @param job the job, as it was returned
	 * @return whether it was still there
	 */
	boolean delete(String queue, JobEntry job);

	/**
	 * Removes all waiting jobs, and the queue from the list of known ones.
	 * @param queue the name of the queue
	 * @return the number of jobs that were removed
	 */
	long clear(String queue);

	/**
	 * Lets no worker of this library take jobs from a queue, from their next fetch on and
	 * until it is resumed, restarts included. Jobs in hand go on. Sidekiq's own workers
	 * ignore it. Written to {@code valkey-flavors:paused} (set without expiry).
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
	 * they ran at their last heartbeat.
	 * @return the processes, by identity
	 */
	List<WorkerProcess> processes();

	/**
	 * Asks a process to take no new jobs, at its next heartbeat.
	 * @param identity the identity of the process
	 */
	void quiet(String identity);

	/**
	 * Asks a process to stop its worker, at its next heartbeat.
	 * @param identity the identity of the process
	 */
	void stop(String identity);

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
