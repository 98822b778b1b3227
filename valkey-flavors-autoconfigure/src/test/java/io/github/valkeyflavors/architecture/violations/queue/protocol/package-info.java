/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.queue.protocol;

import org.jspecify.annotations.NullMarked;
