/**
 * The meters of servers, and of the clients that ask them.
 */
@NullMarked
package io.github.valkeyflavors.ops.metrics;

import org.jspecify.annotations.NullMarked;
