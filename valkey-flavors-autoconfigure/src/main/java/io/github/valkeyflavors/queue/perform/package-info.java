/**
 * Performing a job: its method, what stands around it, and what becomes of it when it
 * fails. Nothing here talks to a server.
 */
@NullMarked
package io.github.valkeyflavors.queue.perform;

import org.jspecify.annotations.NullMarked;
