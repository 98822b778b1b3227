package io.github.valkeyflavors.autoconfigure.queue;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.github.valkeyflavors.queue.worker.WorkerLauncher;
import io.github.valkeyflavors.queue.worker.WorkerState;

/**
 * Actuator endpoint {@code jobworker}: shows how the worker of this process is, and lets
 * it take no new jobs, as the first step of a stop in two steps. That needs
 * {@code management.endpoint.jobworker.access=unrestricted}. Thread-safe.
 *
 * @since 0.1.0
 */
@Endpoint(id = "jobworker", defaultAccess = Access.READ_ONLY)
public final class JobWorkerEndpoint {

	private final WorkerLauncher worker;

	/**
	 * Creates the endpoint.
	 * @param worker the worker of this process
	 */
	public JobWorkerEndpoint(WorkerLauncher worker) {
		this.worker = worker;
	}

	/**
	 * Returns how the worker is.
	 * @return its state, or {@code null}, which is not found, while it does not run
	 */
	@ReadOperation
	public @Nullable WorkerState state() {
		return this.worker.state();
	}

	/**
	 * Takes no new jobs from now on. Those that run go on; a restart ends it.
	 * @return the state of the worker after that, or {@code null} while it does not run
	 */
	@WriteOperation
	public @Nullable WorkerState quiet() {
		this.worker.quiet();
		return this.worker.state();
	}

}
