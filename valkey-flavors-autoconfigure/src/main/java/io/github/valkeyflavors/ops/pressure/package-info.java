/**
 * How full servers are, and what that sets off.
 */
@NullMarked
package io.github.valkeyflavors.ops.pressure;

import org.jspecify.annotations.NullMarked;
