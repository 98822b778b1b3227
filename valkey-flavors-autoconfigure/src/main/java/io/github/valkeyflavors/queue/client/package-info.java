/**
 * Pushes jobs to the queue database.
 */
@NullMarked
package io.github.valkeyflavors.queue.client;

import org.jspecify.annotations.NullMarked;
