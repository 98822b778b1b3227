/**
 * Deliberate violations.
 */
@NullMarked
package io.github.valkeyflavors.architecture.violations.outage;

import org.jspecify.annotations.NullMarked;
