package io.github.valkeyflavors.test;

import java.util.List;

import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on the jobs of a test. Used by one thread.
 *
 * @since 0.1.0
 */
public final class FakeJobsAssert extends AbstractAssert<FakeJobsAssert, FakeJobs> {

	FakeJobsAssert(FakeJobs jobs) {
		super(jobs, FakeJobsAssert.class);
	}

	/**
	 * Verifies that a job was enqueued, whatever has become of it.
	 * @param type the job type
	 * @return assertions on the jobs of this type
	 */
	public FakeJobListAssert hasEnqueued(String type) {
		return list("enqueued", this.actual.enqueued(), type);
	}

	/**
	 * Verifies that no job of a type was enqueued.
	 * @param type the job type
	 * @return this
	 */
	public FakeJobsAssert hasNotEnqueued(String type) {
		return hasNone("no job '%s' to be enqueued".formatted(type),
				this.actual.enqueued().stream().filter((job) -> job.type().equals(type)).toList());
	}

	/**
	 * Verifies that no job at all was enqueued.
	 * @return this
	 */
	public FakeJobsAssert hasEnqueuedNothing() {
		return hasNone("no job to be enqueued", this.actual.enqueued());
	}

	/**
	 * Verifies that a job was performed without failing.
	 * @param type the job type
	 * @return assertions on the jobs of this type
	 */
	public FakeJobListAssert hasPerformed(String type) {
		return list("performed", this.actual.performed(), type);
	}

	/**
	 * Verifies that a failed job will be retried.
	 * @param type the job type
	 * @return assertions on the jobs of this type
	 */
	public FakeJobListAssert hasRetry(String type) {
		return list("to be retried", this.actual.retries(), type);
	}

	/**
	 * Verifies that a failed job was given up.
	 * @param type the job type
	 * @return assertions on the jobs of this type
	 */
	public FakeJobListAssert hasDead(String type) {
		return list("dead", this.actual.dead(), type);
	}

	/**
	 * Verifies that no job waits, neither now nor for later.
	 * @return this
	 */
	public FakeJobsAssert hasNoneWaiting() {
		return hasNone("no job to wait", this.actual.jobs());
	}

	private FakeJobListAssert list(String where, List<FakeJob> jobs, String type) {
		isNotNull();
		return new FakeJobListAssert(where, jobs, "job '%s'".formatted(type), jobs).as(descriptionText())
			.only("", (job) -> job.type().equals(type));
	}

	private FakeJobsAssert hasNone(String expectation, List<FakeJob> found) {
		if (!found.isEmpty()) {
			failWithMessage("%nExpecting %s, but there is:%s", expectation, FakeJobListAssert.lines(found));
		}
		return this;
	}

}
