package io.github.valkeyflavors.architecture.violations.queue;

import io.github.valkeyflavors.architecture.violations.cache.UsesSession;
import io.github.valkeyflavors.architecture.violations.queue.worker.Worker;

/**
 * A queue that uses its own parts and another feature.
 */
public record UsesWorkerAndCache(Worker worker, UsesSession cache) {

}
