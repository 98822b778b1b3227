/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.cache;

import org.jspecify.annotations.NullMarked;
