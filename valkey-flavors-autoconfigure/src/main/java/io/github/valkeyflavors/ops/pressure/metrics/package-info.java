/**
 * The meter of memory pressure.
 */
@NullMarked
package io.github.valkeyflavors.ops.pressure.metrics;

import org.jspecify.annotations.NullMarked;
