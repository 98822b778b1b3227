package io.github.valkeyflavors.architecture.violations.outage;

import io.github.valkeyflavors.architecture.violations.topology.UsesSpring;

/**
 * A breaker that knows the topology.
 */
public record UsesTopology(UsesSpring topology) {

}
