/**
 * What people and machines see when a request fails.
 */
@NullMarked
package io.github.valkeyflavors.samples.storefront.error;

import org.jspecify.annotations.NullMarked;
