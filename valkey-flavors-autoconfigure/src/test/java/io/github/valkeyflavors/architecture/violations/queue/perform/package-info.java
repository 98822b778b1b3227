/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.queue.perform;

import org.jspecify.annotations.NullMarked;
