package io.github.valkeyflavors.architecture.violations.queue.client;

import io.github.valkeyflavors.architecture.violations.queue.worker.Worker;

/**
 * A client that knows the worker.
 */
public record UsesWorker(Worker worker) {

}
