/**
 * The bank and the cards that it takes or declines.
 */
@NullMarked
package io.github.valkeyflavors.samples.storefront.payment;

import org.jspecify.annotations.NullMarked;
