/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.queue.admin;

import org.jspecify.annotations.NullMarked;
