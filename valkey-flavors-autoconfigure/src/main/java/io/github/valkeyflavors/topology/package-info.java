/**
 * Flavors, logical databases and endpoints as plain values, and the pure function that
 * resolves them.
 */
@NullMarked
package io.github.valkeyflavors.topology;

import org.jspecify.annotations.NullMarked;
