/**
 * What single calls cost.
 */
@NullMarked
package io.github.valkeyflavors.benchmarks.calls;

import org.jspecify.annotations.NullMarked;
