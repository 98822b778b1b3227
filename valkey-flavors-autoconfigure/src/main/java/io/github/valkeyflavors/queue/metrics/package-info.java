/**
 * What jobs tell about themselves to observability: observations with their trace
 * context, the logging context, and the meters of the queue.
 */
@NullMarked
package io.github.valkeyflavors.queue.metrics;

import org.jspecify.annotations.NullMarked;
