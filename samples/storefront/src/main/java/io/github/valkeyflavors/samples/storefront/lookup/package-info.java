/**
 * Cached look-ups that can tell where their value came from.
 */
@NullMarked
package io.github.valkeyflavors.samples.storefront.lookup;

import org.jspecify.annotations.NullMarked;
