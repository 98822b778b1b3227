/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.queue.worker;

import org.jspecify.annotations.NullMarked;
