/**
 * Products: the slow look-up that the cache saves, and the stock that is always read
 * live.
 */
@NullMarked
package io.github.valkeyflavors.samples.storefront.catalog;

import org.jspecify.annotations.NullMarked;
