package io.github.valkeyflavors.architecture.violations.cache;

import io.github.valkeyflavors.architecture.violations.session.UsesCache;

/**
 * One half of a cycle between features.
 */
public record UsesSession(UsesCache session) {

}
