package io.github.valkeyflavors.architecture.violations.queue.outage;

import io.github.valkeyflavors.architecture.violations.queue.worker.Worker;

/**
 * A buffer that performs its jobs by the worker.
 */
public record PerformsByWorker(Worker worker) {

}
