/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.topology;

import org.jspecify.annotations.NullMarked;
