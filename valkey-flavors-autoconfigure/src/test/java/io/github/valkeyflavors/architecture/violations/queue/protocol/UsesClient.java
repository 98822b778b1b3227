package io.github.valkeyflavors.architecture.violations.queue.protocol;

import io.github.valkeyflavors.architecture.violations.queue.client.UsesWorker;

/**
 * A protocol that knows the client.
 */
public record UsesClient(UsesWorker client) {

}
