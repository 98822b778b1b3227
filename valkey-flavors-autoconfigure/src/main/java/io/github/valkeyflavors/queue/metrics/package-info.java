/**
 * What jobs tell about themselves to observability: observations with their trace
 * context, and the logging context.
 */
@NullMarked
package io.github.valkeyflavors.queue.metrics;

import org.jspecify.annotations.NullMarked;
