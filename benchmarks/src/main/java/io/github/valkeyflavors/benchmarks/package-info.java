/**
 * The load that the job queue is measured with, in the processes that
 * {@code benchmarks/run} starts.
 */
package io.github.valkeyflavors.benchmarks;
