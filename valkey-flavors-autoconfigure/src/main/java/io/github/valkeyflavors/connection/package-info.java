/**
 * Turns a resolved topology into Lettuce connection factories, one per logical database,
 * and looks them up.
 */
@NullMarked
package io.github.valkeyflavors.connection;

import org.jspecify.annotations.NullMarked;
