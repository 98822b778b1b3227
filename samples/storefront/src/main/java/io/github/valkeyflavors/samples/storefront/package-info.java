/**
 * The storefront: one application, three kinds of data, three flavors.
 */
@NullMarked
package io.github.valkeyflavors.samples.storefront;

import org.jspecify.annotations.NullMarked;
