/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.autoconfigure;

import org.jspecify.annotations.NullMarked;
