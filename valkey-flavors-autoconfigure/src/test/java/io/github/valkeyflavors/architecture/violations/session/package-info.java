/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.session;

import org.jspecify.annotations.NullMarked;
