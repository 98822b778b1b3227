package io.github.valkeyflavors.architecture.violations.queue.perform;

import io.github.valkeyflavors.architecture.violations.queue.worker.Worker;

/**
 * A way to perform jobs that knows the worker.
 */
public record PerformsByWorker(Worker worker) {

}
