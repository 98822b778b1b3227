package io.github.valkeyflavors.queue.client;

import java.util.List;

/**
 * Where new jobs go. Implementations are thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface JobSink {

	/**
	 * Takes jobs.
	 * @param jobs the jobs, one or more, in the order in which they were enqueued
	 * @throws org.springframework.dao.DataAccessException if the server does not
	 * acknowledge all of them
	 */
	void push(List<NewJob> jobs);

}
