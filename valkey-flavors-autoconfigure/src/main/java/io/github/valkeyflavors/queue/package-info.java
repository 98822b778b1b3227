/**
 * The job queue as an application sees it: enqueueing jobs and declaring the methods that
 * perform them.
 */
@NullMarked
package io.github.valkeyflavors.queue;

import org.jspecify.annotations.NullMarked;
