/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.connection;

import org.jspecify.annotations.NullMarked;
