/**
 * Auto-configuration of the job queue on the queue database.
 */
@NullMarked
package io.github.valkeyflavors.autoconfigure.queue;

import org.jspecify.annotations.NullMarked;
