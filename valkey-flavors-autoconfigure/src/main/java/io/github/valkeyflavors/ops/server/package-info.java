/**
 * The servers behind the flavors, and what they say of themselves.
 */
@NullMarked
package io.github.valkeyflavors.ops.server;

import org.jspecify.annotations.NullMarked;
