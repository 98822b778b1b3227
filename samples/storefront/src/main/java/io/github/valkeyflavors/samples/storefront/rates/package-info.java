/**
 * Exchange rates, cached in a logical database of their own.
 */
@NullMarked
package io.github.valkeyflavors.samples.storefront.rates;

import org.jspecify.annotations.NullMarked;
