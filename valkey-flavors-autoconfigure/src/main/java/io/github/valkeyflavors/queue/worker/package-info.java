/**
 * Takes jobs from the queue database and performs them: the launcher starts a manager,
 * its processors fetch and perform, and a heartbeat guards the jobs in hand.
 */
@NullMarked
package io.github.valkeyflavors.queue.worker;

import org.jspecify.annotations.NullMarked;
