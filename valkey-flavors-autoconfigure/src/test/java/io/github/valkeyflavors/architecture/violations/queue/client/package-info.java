/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.queue.client;

import org.jspecify.annotations.NullMarked;
