package io.github.valkeyflavors.test;

/**
 * Thrown at a test, or at whoever enqueued a job in inline mode, when a job fails. The
 * message names the job, the cause is what the job threw.
 *
 * @since 0.1.0
 */
public class JobFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param job the job
	 * @param cause what it threw
	 */
	public JobFailedException(FakeJob job, Throwable cause) {
		super("The job %s failed: %s".formatted(job, cause), cause);
	}

}
