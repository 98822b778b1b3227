package io.github.valkeyflavors.architecture.violations.queue.worker;

import io.github.valkeyflavors.architecture.violations.queue.admin.UsesWorker;

/**
 * A worker that knows the administration.
 */
public record UsesAdmin(UsesWorker admin) {

}
