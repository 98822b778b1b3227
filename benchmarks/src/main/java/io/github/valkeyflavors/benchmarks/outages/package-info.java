/**
 * The storefront under a constant load while its servers fail.
 */
@NullMarked
package io.github.valkeyflavors.benchmarks.outages;

import org.jspecify.annotations.NullMarked;
