/**
 * The health of flavors.
 */
@NullMarked
package io.github.valkeyflavors.ops.health;

import org.jspecify.annotations.NullMarked;
