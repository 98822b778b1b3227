/**
 * What becomes of jobs that are enqueued while the queue server is away: they fail, run
 * where they are enqueued, or are kept in memory until the server is back.
 */
@NullMarked
package io.github.valkeyflavors.queue.outage;

import org.jspecify.annotations.NullMarked;
