package io.github.valkeyflavors.architecture.violations.queue.admin;

import io.github.valkeyflavors.architecture.violations.queue.worker.Worker;

/**
 * An administration that knows the worker.
 */
public record UsesWorker(Worker worker) {

}
