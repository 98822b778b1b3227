/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.queue.outage;

import org.jspecify.annotations.NullMarked;
