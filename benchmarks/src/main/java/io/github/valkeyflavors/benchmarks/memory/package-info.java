/**
 * What a memory audit costs its server and how true it is, in the process that
 * {@code benchmarks/memory-audit} starts.
 */
@NullMarked
package io.github.valkeyflavors.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
