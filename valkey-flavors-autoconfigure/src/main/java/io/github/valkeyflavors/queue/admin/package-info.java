/**
 * Looking into the queue and changing it: queues, sets and processes, Sidekiq's and ours.
 */
@NullMarked
package io.github.valkeyflavors.queue.admin;

import org.jspecify.annotations.NullMarked;
