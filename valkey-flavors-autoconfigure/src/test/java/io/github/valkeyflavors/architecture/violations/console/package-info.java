/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.console;

import org.jspecify.annotations.NullMarked;
