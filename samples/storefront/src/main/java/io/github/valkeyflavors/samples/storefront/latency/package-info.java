/**
 * Time that what the shop stands in for would take.
 */
@NullMarked
package io.github.valkeyflavors.samples.storefront.latency;

import org.jspecify.annotations.NullMarked;
