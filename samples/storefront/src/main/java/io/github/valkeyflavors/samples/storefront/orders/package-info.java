/**
 * Orders and the job that confirms them.
 */
@NullMarked
package io.github.valkeyflavors.samples.storefront.orders;

import org.jspecify.annotations.NullMarked;
