/**
 * The Actuator endpoint of the job queues.
 */
@NullMarked
package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import org.jspecify.annotations.NullMarked;
