/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.queue;

import org.jspecify.annotations.NullMarked;
