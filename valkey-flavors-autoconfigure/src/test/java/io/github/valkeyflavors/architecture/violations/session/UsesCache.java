package io.github.valkeyflavors.architecture.violations.session;

import io.github.valkeyflavors.architecture.violations.cache.UsesSession;
import io.github.valkeyflavors.architecture.violations.topology.UsesSpring;

/**
 * The other half of a cycle between features, and a feature that knows the topology.
 */
public record UsesCache(UsesSession cache, UsesSpring topology) {

}
